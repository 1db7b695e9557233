using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>x to the power of y with broadcasting; an integer exponent of an <c>f32</c> base is rounded to <c>f32</c> first.</summary>
internal sealed class PowOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Pow", 2, 2, 1, static _ => new PowOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type != ElementType.Float32)
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        Value y = run.Input(1);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        Span<float> exponents = run.Scratch<float>(y.ElementCount);
        for (int i = 0; i < y.ElementCount; i++)
        {
            exponents[i] = y.Type switch
            {
                ElementType.Float32 => y.Floats[i],
                ElementType.Int64 => y.Longs[i],
                ElementType.Int32 => y.Ints[i],
                _ => throw run.Error($"does not take the exponent type {y.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported),
            };
        }

        Value z = run.Output(0, ElementType.Float32, shape);
        var walk = Broadcast.Over(shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            Span<float> part = z.Floats.Slice(walk.OutputOffset, walk.RunLength);
            Kernels.Elementwise.Map(default(Pow), walk.Slice<float>(0, x.Floats), walk.Slice<float>(1, exponents), part);
        }
    }
}
