using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="QuotientStep"/>.</summary>
internal static class QuotientWitness
{
    public static long[] Run(CoreWitness witness, QuotientStep step)
    {
        ImmutableArray<long> shape = witness.Circuit.Values[step.Output].Shape;
        (long[] x, long[] divisors) = (witness.Broadcast(step.X, shape), witness.Broadcast(step.Divisor, shape));
        long[] quotients = new long[x.Length];
        long[] remainders = new long[x.Length];
        for (int cell = 0; cell < x.Length; cell++)
        {
            Int128 numerator = ((Int128)x[cell] << (step.Shift + 1)) + divisors[cell];
            Int128 divisor = 2 * (Int128)divisors[cell];
            Int128 remainder = ((numerator % divisor) + divisor) % divisor;
            (quotients[cell], remainders[cell]) = ((long)((numerator - remainder) / divisor), (long)remainder);
        }

        witness.SetLimbs(step.Remainder, remainders);
        witness.SetLimbs(step.Rest, [.. remainders.Zip(divisors, static (remainder, divisor) => (2 * divisor) - 1 - remainder)]);
        if (!step.IsSplit)
        {
            witness.SetLimbs(step.Low, quotients);
            return quotients;
        }

        long[] high = Array.ConvertAll(quotients, quotient => quotient >> step.Low.BitCount);
        witness.SetLimbs(step.Low, Array.ConvertAll(quotients, quotient => quotient & ((1L << step.Low.BitCount) - 1)));
        witness.SetLimbs(step.High, high);
        witness.SetLimbs(step.HighProduct, [.. high.Zip(divisors, static (part, divisor) => part * divisor)]);
        return quotients;
    }
}
