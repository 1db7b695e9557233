using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Convolutions: a sumcheck over groups, channels and taps.</summary>
internal static class ConvVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, ConvStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = claim.Sum;
        if (step.Bias >= 0)
            sum -= new Claim<TExtension>(claim.Weight.SetItem(1, new(1, [TExtension.One])), sum).WeighOnes() * new Claim<TExtension>([claim.Weight[1]], sum).Weigh(claims.ElementsOf(step.Bias));
        TensorShape axes = new(WindowWeights.SumAxes(step, claims.Circuit.Values[step.Weights].Shape).AsSpan());
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, sum, axes.VariableCount, degree: 2);
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.ConvValues, 2);
        reader.RequireEqual(sent[0] * sent[1], last, ProofFault.SumDiffers);
        var at = Claim<TExtension>.AtPoint(axes.CellCounts, point, TExtension.Zero);
        claims.Add(ref reader, step.X, new(WindowWeights.OfInput(step, claim, at), sent[0]));
        claims.Add(ref reader, step.Weights, new(WindowWeights.OfWeights(step, claim, at), sent[1]));
    }
}
