using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>Pads what a prover says, and proves of the pads what a verifier would have checked; proof-1 section 14.</summary>
/// <remarks>
/// Which equations these are the prover learns from the verifier itself. It asks twice: with nothing to read, which is refused at once and yet shows how many pads and products
/// there will be, and with what was written at the end.
/// </remarks>
internal static class PadProver
{
    /// <summary>Commits to as many pads as there will be numbers; what is written from here on has them.</summary>
    public static Tableau<TExtension> Begin<TExtension>(ProofWriter writer, CoreStatement statement, ProverRandomness randomness)
        where TExtension : struct, IExtension<TExtension>
    {
        PadEquations<TExtension> expected = new();
        ProofReader rehearsal = new([], statement.Open<TExtension>(), expected);
        CoreVerifier.Run<Affine<TExtension>>(ref rehearsal, statement, goesOn: true);
        TableauShape shape = new(expected.PadCount, expected.ProductCount, statement.Parameters.Queries, statement.Parameters.LogInverseRate);
        Goldilocks[] pads = randomness.Draw(expected.PadCount * TExtension.Degree);
        var tableau = Tableau<TExtension>.Create(writer.Transcript.Trees, shape, TableauCells.Of(shape, expected.Unknowns, ProverRandomness.Join<TExtension>(pads)), randomness);
        writer.WriteBytes(MessageLabel.PadRoot, tableau.Root);
        writer.PadWith(pads);
        return tableau;
    }

    /// <summary>Proves that the pads satisfy what the proof so far left open.</summary>
    public static void Finish<TExtension>(ProofWriter writer, CoreStatement statement, Tableau<TExtension> tableau, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        PadEquations<TExtension> equations = new();
        ProofReader reader = new(writer.Written, statement.Open<TExtension>(), equations);
        CoreVerifier.Run<Affine<TExtension>>(ref reader, statement, goesOn: true);
        tableau.Prove(writer, equations, cancellation);
    }
}
