using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Lookups;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Lookups;

/// <summary>The prover of proof-1 section 6.</summary>
internal static class FractionalSumProver
{
    /// <param name="writer">The channel.</param>
    /// <param name="numerators">2^n values.</param>
    /// <param name="denominators">2^n values, none of them 0; a challenge makes them so.</param>
    public static FractionClaim<TExtension> Prove<TExtension>(ProofWriter writer, TExtension[] numerators, TExtension[] denominators)
        where TExtension : struct, IExtension<TExtension>
    {
        Stack<(TExtension[] P, TExtension[] Q)> layers = new();
        for ((TExtension[] p, TExtension[] q) = (numerators, denominators); p.Length > 1; (p, q) = Halved(p, q))
            layers.Push((p, q));
        (TExtension numerator, TExtension denominator) = layers.TryPeek(out (TExtension[] P, TExtension[] Q) top)
            ? ((top.P[0] * top.Q[1]) + (top.P[1] * top.Q[0]), top.Q[0] * top.Q[1])
            : (numerators[0], denominators[0]);
        writer.Write(MessageLabel.RootDenominator, denominator);
        FractionClaim<TExtension> claim = new([], numerator, denominator);
        foreach ((TExtension[] p, TExtension[] q) in layers)
            claim = Descend(writer, claim, p, q);
        return claim;
    }

    private static (TExtension[] P, TExtension[] Q) Halved<TExtension>(TExtension[] p, TExtension[] q)
        where TExtension : struct, IExtension<TExtension>
    {
        int half = p.Length / 2;
        var sumP = new TExtension[half];
        var sumQ = new TExtension[half];
        for (int at = 0; at < half; at++)
        {
            sumP[at] = (p[at] * q[at + half]) + (p[at + half] * q[at]);
            sumQ[at] = q[at] * q[at + half];
        }

        return (sumP, sumQ);
    }

    private static FractionClaim<TExtension> Descend<TExtension>(ProofWriter writer, FractionClaim<TExtension> claim, TExtension[] p, TExtension[] q)
        where TExtension : struct, IExtension<TExtension>
    {
        int half = p.Length / 2;
        TExtension lambda = writer.Transcript.Challenge<TExtension>();
        CombinedTables<TExtension> summand = new(
            degree: 3,
            values => values[0] * ((values[1] * values[4]) + (values[2] * values[3]) + (lambda * values[3] * values[4])),
            EqualityPolynomial.Table<TExtension>(claim.Point), p[..half], p[half..], q[..half], q[half..]);
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        (TExtension p0, TExtension p1, TExtension q0, TExtension q1) = (summand.ValueOf(1), summand.ValueOf(2), summand.ValueOf(3), summand.ValueOf(4));
        writer.Write(MessageLabel.LayerValues, p0, p1, q0, q1);
        TExtension mu = writer.Transcript.Challenge<TExtension>();
        return new([mu, .. point], p0 + (mu * (p1 - p0)), q0 + (mu * (q1 - q0)));
    }
}
