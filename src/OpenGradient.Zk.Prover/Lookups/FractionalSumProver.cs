using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Lookups;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Lookups;

/// <summary>The prover of proof-1 section 6.</summary>
internal static class FractionalSumProver
{
    /// <summary>More fractions than so many are made twice rather than kept while those that are made of them are summed.</summary>
    private const int MostKept = 1 << 24;

    /// <param name="writer">The channel.</param>
    /// <param name="numerators">2^n values; overwritten.</param>
    /// <param name="denominators">2^n values, none of them 0; a challenge makes them so; overwritten.</param>
    public static FractionClaim<TExtension> Prove<TExtension>(ProofWriter writer, TExtension[] numerators, TExtension[] denominators)
        where TExtension : struct, IExtension<TExtension> => Prove(writer, () => (numerators, denominators));

    /// <param name="writer">The channel.</param>
    /// <param name="make">Gives numerators and denominators, new ones each time if it is asked again; they are overwritten.</param>
    public static FractionClaim<TExtension> Prove<TExtension>(ProofWriter writer, Func<(TExtension[] P, TExtension[] Q)> make)
        where TExtension : struct, IExtension<TExtension>
    {
        (TExtension[] p, TExtension[] q) = make();
        int fractionCount = p.Length;
        Stack<(TExtension[] P, TExtension[] Q)> layers = new();
        if (fractionCount > MostKept)
        {
            (p, q) = BulkArithmetic<TExtension>.Instance.AddFractions(p, q);
            ProverMemory.CollectAfter(fractionCount);
        }

        for (; p.Length > 1; (p, q) = BulkArithmetic<TExtension>.Instance.AddFractions(p, q))
            layers.Push((p, q));
        writer.WriteNonZero(MessageLabel.RootDenominator, q[0]);
        FractionClaim<TExtension> claim = new([], p[0], q[0]);
        while (layers.TryPop(out (TExtension[] P, TExtension[] Q) layer))
            claim = Descend(writer, claim, layer.P, layer.Q);
        if (fractionCount <= MostKept)
            return claim;
        ProverMemory.CollectAfter(fractionCount);
        (p, q) = make();
        return Descend(writer, claim, p, q);
    }

    private static FractionClaim<TExtension> Descend<TExtension>(ProofWriter writer, FractionClaim<TExtension> claim, TExtension[] p, TExtension[] q)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension lambda = writer.Transcript.Challenge<TExtension>();
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Fractions(claim.Point, p, q, lambda);
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        (TExtension p0, TExtension p1, TExtension q0, TExtension q1) = (summand.ValueOf(0), summand.ValueOf(1), summand.ValueOf(2), summand.ValueOf(3));
        writer.Write(MessageLabel.LayerValues, p0, p1, q0, q1);
        TExtension mu = writer.Transcript.Challenge<TExtension>();
        return new([mu, .. point], p0 + (mu * (p1 - p0)), q0 + (mu * (q1 - q0)));
    }
}
