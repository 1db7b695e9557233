using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Square roots, rounded down: what is left is at most twice the root.</summary>
internal static class RootVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, RootStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> =>
        reader.RequireEqual(LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.Root, claim, claims), claim.Sum, ProofFault.EquationDiffers);

    /// <summary>The linear equations at one point; they leave Σ eq y² for a sumcheck.</summary>
    public static void Pin<TExtension>(ref ProofReader reader, RootStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.Output].Shape;
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        var at = Claim<TExtension>.AtPoint(shape, z, TExtension.Zero);
        TExtension x = claims.Read(ref reader, MessageLabel.RootValues, step.X, at);
        TExtension root = LimbVerifier.Read(ref reader, MessageLabel.RootValues, step.Root, at, claims);
        TExtension remainder = LimbVerifier.Read(ref reader, MessageLabel.RootValues, step.Remainder, at, claims);
        TExtension rest = LimbVerifier.Read(ref reader, MessageLabel.RootValues, step.Rest, at, claims);
        reader.RequireEqual(remainder + rest, root + root, ProofFault.EquationDiffers);
        (TExtension[] point, TExtension last) = SumcheckVerifier.VerifyWeighted<TExtension>(ref reader, (x * Goldilocks.From(1UL << step.Shift)) - remainder, z);
        TExtension y = LimbVerifier.Read(ref reader, MessageLabel.RootValues, step.Root, Claim<TExtension>.AtPoint(shape, point, TExtension.Zero), claims);
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(z, point) * y * y, last, ProofFault.EquationDiffers);
    }
}
