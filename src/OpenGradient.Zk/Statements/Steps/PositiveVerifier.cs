using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Whether numbers are above 0: d = y (2 x - 1) - x in limbs, and y a bit.</summary>
internal static class PositiveVerifier
{
    public static void Pin<TExtension>(ref ProofReader reader, PositiveStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.X].Shape;
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        TExtension distance = LimbVerifier.Read(ref reader, MessageLabel.OrderValues, step.Distance, Claim<TExtension>.AtPoint(shape, z, TExtension.Zero), claims);
        TExtension lambda = reader.Transcript.Challenge<TExtension>(SoundnessRule.Joins);
        (TExtension[] point, TExtension last) = SumcheckVerifier.VerifyWeighted<TExtension>(ref reader, distance, z);
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.OrderValues, 2);
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(z, point) * Cell(sent[0], sent[1], lambda), last, ProofFault.SumDiffers);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        claims.Add(ref reader, step.X, at with { Sum = sent[0] });
        claims.AddColumn(claims.Circuit.Values[step.Output].Column, at with { Sum = sent[1] });
    }

    /// <summary>d + λ y (1 - y), of a cell.</summary>
    public static TExtension Cell<TExtension>(TExtension x, TExtension y, TExtension lambda)
        where TExtension : struct, IExtension<TExtension> => (y * (x + x - TExtension.One)) - x + (lambda * y * (TExtension.One - y));
}
