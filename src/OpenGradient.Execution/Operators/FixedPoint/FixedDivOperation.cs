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

        // 64 bits hold the dividend of every Program that a compiler has shown to be safe; 128 hold any.
        if ((x << shift) >> shift == x && (x << shift) < long.MaxValue - (divisor / 2))
        {
            (long quotient, long remainder) = Math.DivRem((x << shift) + (divisor / 2), divisor);
            return remainder < 0 ? quotient - 1 : quotient;
        }

        (Int128 wide, Int128 rest) = Int128.DivRem(((Int128)x << shift) + (divisor / 2), divisor);
        return checked((long)(rest < 0 ? wide - 1 : wide));
    }
}
