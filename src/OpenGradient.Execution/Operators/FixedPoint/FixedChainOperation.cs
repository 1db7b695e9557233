using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A sum, a difference or a value of i64, and what its bounds and a change of scale make of it, in one pass: see <see cref="FixedFusion"/>.</summary>
/// <param name="operandCount">1 for a value, 2 for a sum or difference.</param>
/// <param name="isDifference">Whether the second operand is taken away.</param>
/// <param name="epilogue">Bounds and scale, with one output.</param>
internal sealed class FixedChainOperation(int operandCount, bool isDifference, FixedEpilogue epilogue) : IOperation
{
    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int64);
        Value? y = operandCount == 2 ? run.Input(1, ElementType.Int64) : null;
        if (y is null || y.Shape.AsSpan().SequenceEqual(x.Shape))
        {
            Value z = run.Output(0, epilogue.IsNarrow ? ElementType.Int16 : ElementType.Int64, x.Shape);
            Run(run, x.Longs, y is null ? default : y.Longs, z, 0, z.ElementCount);
            return;
        }

        Broadcast walk = run.Recall<Broadcast>() ?? run.Remember(Broadcast.TryOver(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y));
        Value all = run.Output(0, epilogue.IsNarrow ? ElementType.Int16 : ElementType.Int64, walk.Shape);
        walk.Restart();
        while (walk.Next() && !run.Workers.IsCancelled)
            Run(run, walk.Slice<long>(0, x.Longs), walk.Slice<long>(1, y.Longs), all, walk.OutputOffset, walk.RunLength);
    }

    private void Run(StepRun run, ReadOnlySpan<long> x, ReadOnlySpan<long> y, Value z, int start, int count)
    {
        Span<short> narrow = epilogue.IsNarrow ? z.WritableWords<short>().Slice(start, count) : default;
        Span<long> wide = epilogue.IsNarrow ? default : z.Longs.Slice(start, count);
        FixedChain.Run(x, y, isDifference, epilogue, narrow, wide, run.Workers);
    }
}
