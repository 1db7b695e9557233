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
    /// <summary>Fewer fractions than so many are kept as tables.</summary>
    private const int LogLeastTiled = FirstLayer<QuadraticExtension>.LogTileElements + 3;

    /// <param name="writer">The channel.</param>
    /// <param name="numerators">2^n values.</param>
    /// <param name="denominators">2^n values, none of them 0; a challenge makes them so.</param>
    public static FractionClaim<TExtension> Prove<TExtension>(ProofWriter writer, TExtension[] numerators, TExtension[] denominators)
        where TExtension : struct, IExtension<TExtension> => Prove(writer, new KeptFractions<TExtension>(numerators, denominators), new(), CancellationToken.None);

    /// <param name="writer">The channel.</param>
    /// <param name="fractions">Are asked for three times.</param>
    /// <param name="tables">Get what is no longer needed.</param>
    /// <param name="cancellation">Is looked at between tiles of them, and between stretches of tables.</param>
    public static FractionClaim<TExtension> Prove<TExtension>(ProofWriter writer, IFractions<TExtension> fractions, ProverTables<TExtension> tables, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        FirstLayer<TExtension>? first = fractions.VariableCount < LogLeastTiled ? null : new(fractions, tables, cancellation);
        (TExtension[] p, TExtension[] q) = first?.Add() ?? Make(fractions);
        Stack<(TExtension[] P, TExtension[] Q)> layers = new();
        for (; p.Length > 1; (p, q) = BulkArithmetic<TExtension>.Instance.AddFractions(p, q, cancellation))
            layers.Push((p, q));

        writer.WriteNonZero(MessageLabel.RootDenominator, q[0]);
        FractionClaim<TExtension> claim = new([], p[0], q[0]);
        while (layers.TryPop(out (TExtension[] P, TExtension[] Q) layer))
        {
            TExtension[] room = tables.Take(Math.Max(2, layer.P.Length / 2));
            claim = Descend(writer, claim.Point, BulkArithmetic<TExtension>.Instance.Fractions(claim.Point, layer.P, layer.Q, writer.Transcript.Challenge<TExtension>(), room, cancellation));
            tables.Leave(room, layer.P, layer.Q);
        }

        if (first is null)
            return claim;
        FirstLayerSummand<TExtension> last = new(first, claim.Point, writer.Transcript.Challenge<TExtension>(), tables, cancellation);
        claim = Descend(writer, claim.Point, last);
        last.Leave();
        return claim;
    }

    private static FractionClaim<TExtension> Descend<TExtension>(ProofWriter writer, TExtension[] z, ISummand<TExtension> summand)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] point = SumcheckProver.ProveWeighted(writer, summand, z);
        (TExtension p0, TExtension p1, TExtension q0, TExtension q1) = (summand.ValueOf(0), summand.ValueOf(1), summand.ValueOf(2), summand.ValueOf(3));
        writer.Write(MessageLabel.LayerValues, p0, p1, q0, q1);
        TExtension mu = writer.Transcript.Challenge<TExtension>();
        return new([mu, .. point], p0 + (mu * (p1 - p0)), q0 + (mu * (q1 - q0)));
    }

    private static (TExtension[] P, TExtension[] Q) Make<TExtension>(IFractions<TExtension> fractions)
        where TExtension : struct, IExtension<TExtension>
    {
        int count = 1 << fractions.VariableCount;
        (TExtension[] p, TExtension[] q) = (new TExtension[count], new TExtension[count]);
        fractions.Fill(0, count, p, q, 0);
        return (p, q);
    }
}
