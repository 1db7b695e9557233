using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Products with a matrix of weights: a sumcheck over the axis that both have.</summary>
internal static class LinearVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, LinearStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = claim.Sum;
        if (step.Bias >= 0)
            sum -= claim.WeighBroadcast(claims.Circuit.Values[step.Bias].Shape, claims.ElementsOf(step.Bias));
        long depth = claims.Circuit.Values[step.X].Shape[^1];
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, sum, TensorShape.LogOf(depth), degree: 2);
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.LinearValues, 2);
        reader.RequireEqual(sent[0] * sent[1], last, ProofFault.SumDiffers);
        WeightFactor<TExtension> along = Claim<TExtension>.AtPoint([depth], point, TExtension.Zero).Weight[0];
        claims.Add(ref reader, step.X, new([.. claim.Weight[..^1], along], sent[0]));
        claims.Add(ref reader, step.Weights, new([claim.Weight[^1], along], sent[1]));
    }
}
