using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>The larger or smaller of two: half of what both give with their distance, which is not negative.</summary>
internal static class LimitVerifier
{
    /// <summary>2 y = x + c ± d: what is left of a claim about y is one about x.</summary>
    public static void Descend<TExtension>(ref ProofReader reader, LimitStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension distance = LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.Difference, claim, claims);
        TExtension c = claims.Read(ref reader, MessageLabel.LimitValues, step.Bound, claim.BehindBroadcast(claims.Circuit.Values[step.Bound].Shape));
        claims.Add(ref reader, step.X, claim with { Sum = claim.Sum + claim.Sum - c + (step.IsMax ? TExtension.Zero - distance : distance) });
    }

    /// <summary>d² = (x - c)².</summary>
    public static void Pin<TExtension>(ref ProofReader reader, LimitStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.X].Shape;
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        (TExtension[] point, TExtension last) = SumcheckVerifier.VerifyWeighted<TExtension>(ref reader, TExtension.Zero, z);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension x = claims.Read(ref reader, MessageLabel.LimitValues, step.X, at);
        TExtension c = claims.Read(ref reader, MessageLabel.LimitValues, step.Bound, at.BehindBroadcast(claims.Circuit.Values[step.Bound].Shape));
        TExtension distance = LimbVerifier.Read(ref reader, MessageLabel.LimitValues, step.Difference, at, claims);
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(z, point) * (x - c - distance) * (x - c + distance), last, ProofFault.EquationDiffers);
    }
}
