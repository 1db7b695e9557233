using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>⌊(x · 2^shift + ⌊d/2⌋) / d⌋ with d = y, or 1 if y is below 1: a rounded quotient with <c>shift</c> fractional bits. Both i64, broadcasting.</summary>
internal sealed class FixedDivOperation(int shift) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("FixedDiv", 2, 2, 1, static binding =>
    {
        int shift = binding.Attributes.Integer("shift", 0);
        return shift is >= 0 and < 63 ? new FixedDivOperation(shift) : throw binding.Error("shift must be from 0 to 62");
    });

    /// <summary>As one link of a chain.</summary>
    public WideLink Link { get; } = new DivisionLink(shift);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int64);
        Value y = run.Input(1, ElementType.Int64);
        if (WideOperands.TryCreate(x, y, out WideOperands operands))
        {
            operands.Run(new FixedDivision(shift, run.Output(0, ElementType.Int64, operands.Shape).Longs), run.Workers);
            return;
        }

        Broadcast walk = run.Recall<Broadcast>() ?? run.Remember(Broadcast.TryOver(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y));
        Span<long> quotients = run.Output(0, ElementType.Int64, walk.Shape).Longs;
        walk.Restart();
        while (walk.Next() && !run.Workers.IsCancelled)
            FixedDivision.Run(walk.Slice<long>(0, x.Longs), walk.Slice<long>(1, y.Longs), shift, quotients.Slice(walk.OutputOffset, walk.RunLength));
    }
}
