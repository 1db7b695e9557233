using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Integers that become real numbers: <c>Cast</c> to f32, then <c>Mul</c> by constants.</summary>
/// <param name="rule">How numbers are cast.</param>
/// <param name="units">What an integer of 1 is.</param>
/// <param name="shape">The shape of the units.</param>
internal sealed class FixedExitOperation(CastRule rule, float[] units, int[] shape) : IOperation
{
    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (shape.Length > 0)
        {
            RunEach(run, x);
            return;
        }

        Span<float> y = run.Output(0, ElementType.Float32, x.Shape).Floats;
        Kernels.Elementwise.Map(default(Mul), Numbers(x, y), units, y, run.Workers);
    }

    private void RunEach(StepRun run, Value x)
    {
        Broadcast walk = run.Recall<Broadcast>() ?? run.Remember(Broadcast.TryOver(x.Shape, shape)
            ?? throw run.Error($"shapes {Interpreter.Shapes.Describe(x.Shape)} and {Interpreter.Shapes.Describe(shape)} do not broadcast"));
        walk.Restart();
        ReadOnlySpan<float> numbers = Numbers(x, run.Scratch<float>(x.ElementCount));
        Span<float> y = run.Output(0, ElementType.Float32, walk.Shape).Floats;
        while (walk.Next() && !run.Workers.IsCancelled)
            Kernels.Elementwise.Map(default(Mul), walk.Slice(0, numbers), walk.Slice<float>(1, units), y.Slice(walk.OutputOffset, walk.RunLength), run.Workers);
    }

    private ReadOnlySpan<float> Numbers(Value x, Span<float> memory)
    {
        if (x.Type == ElementType.Float32)
            return x.Floats;
        Conversion.Run(x.Type, x.Bytes, ElementType.Float32, MemoryMarshal.AsBytes(memory), rule);
        return memory;
    }
}
