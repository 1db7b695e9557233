using OpenGradient.Execution.Interpreter;
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

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int64);
        Value y = run.Input(1, ElementType.Int64);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        Span<long> quotients = run.Output(0, ElementType.Int64, shape).Longs;
        var walk = Broadcast.Over(shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            ReadOnlySpan<long> dividends = walk.Slice<long>(0, x.Longs);
            ReadOnlySpan<long> divisors = walk.Slice<long>(1, y.Longs);
            Span<long> target = quotients.Slice(walk.OutputOffset, walk.RunLength);
            for (int i = 0; i < target.Length; i++)
                target[i] = Divide(dividends[dividends.Length == 1 ? 0 : i], divisors[divisors.Length == 1 ? 0 : i]);
        }
    }

    private long Divide(long x, long y)
    {
        long divisor = Math.Max(1, y);
        Int128 dividend = ((Int128)x << shift) + (divisor / 2);
        (Int128 quotient, Int128 remainder) = Int128.DivRem(dividend, divisor);
        return checked((long)(remainder < 0 ? quotient - 1 : quotient));
    }
}
