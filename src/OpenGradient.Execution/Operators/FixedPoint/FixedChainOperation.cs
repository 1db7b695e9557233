using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A sum or difference of i64, and what its bounds and a change of scale make of it, in one pass: see <see cref="FixedFusion"/>.</summary>
/// <typeparam name="TSum">What is made of the operands.</typeparam>
/// <param name="epilogue">Bounds and scale, with one output.</param>
internal sealed class FixedChainOperation<TSum>(FixedEpilogue epilogue) : IOperation
    where TSum : struct, IWideFunction
{
    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int64);
        Value y = run.Input(1, ElementType.Int64);
        if (WideOperands.TryCreate(x, y, out WideOperands operands))
        {
            Value z = Output(run, operands.Shape);
            operands.Run(Chain(z, 0, z.ElementCount), run.Workers);
            return;
        }

        Broadcast walk = run.Recall<Broadcast>() ?? run.Remember(Broadcast.TryOver(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y));
        Value all = Output(run, walk.Shape);
        walk.Restart();
        while (walk.Next() && !run.Workers.IsCancelled)
            Chain(all, walk.OutputOffset, walk.RunLength).Run(walk.Slice<long>(0, x.Longs), walk.Slice<long>(1, y.Longs), 0, walk.RunLength);
    }

    private Value Output(StepRun run, int[] shape) => run.Output(0, epilogue.IsNarrow ? ElementType.Int16 : ElementType.Int64, shape);

    private FixedChain<TSum> Chain(Value z, int start, int count) => epilogue.IsNarrow
        ? new(epilogue, z.WritableWords<short>().Slice(start, count), default)
        : new(epilogue, default, z.Longs.Slice(start, count));
}
