using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Whether numbers are 0: y + x h = 1, x y = 0, h y = 0.</summary>
internal static class ZeroVerifier
{
    public static void Pin<TExtension>(ref ProofReader reader, ZeroStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.X].Shape;
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        TExtension lambda = reader.Transcript.Challenge<TExtension>(SoundnessRule.Joins, 2);
        TExtension ones = Claim<TExtension>.AtPoint(shape, z, TExtension.Zero).WeighOnes();
        (TExtension[] point, TExtension last) = SumcheckVerifier.VerifyWeighted<TExtension>(ref reader, ones, z);
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.EqualValues, 3);
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(z, point) * Cell(sent[0], sent[1], sent[2], lambda), last, ProofFault.SumDiffers);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        claims.Add(ref reader, step.X, at with { Sum = sent[0] });
        claims.AddColumn(claims.Circuit.Values[step.Output].Column, at with { Sum = sent[1] });
        claims.AddColumn(step.Inverse, at with { Sum = sent[2] });
    }

    /// <summary>y + x h + λ x y + λ² h y, of a cell.</summary>
    public static TExtension Cell<TExtension>(TExtension x, TExtension y, TExtension inverse, TExtension lambda)
        where TExtension : struct, IExtension<TExtension> => y + (x * inverse) + (lambda * y * (x + (lambda * inverse)));
}
