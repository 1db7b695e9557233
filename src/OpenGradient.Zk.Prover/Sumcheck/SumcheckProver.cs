using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Sumcheck;

/// <summary>The prover of proof-1 section 5.</summary>
internal static class SumcheckProver
{
    /// <summary>Binds every variable; returns the point.</summary>
    public static TExtension[] Prove<TExtension>(ProofWriter writer, ISummand<TExtension> summand)
        where TExtension : struct, IExtension<TExtension>
    {
        var point = new TExtension[summand.VariableCount];
        var values = new TExtension[summand.Degree];
        for (int variable = 0; variable < point.Length; variable++)
        {
            summand.SumRound(values);
            writer.Write<TExtension>(MessageLabel.RoundPolynomial, values);
            point[variable] = writer.Transcript.Challenge<TExtension>();
            summand.Bind(point[variable]);
        }

        return point;
    }
}
