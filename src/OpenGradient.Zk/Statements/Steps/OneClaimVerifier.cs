using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>One claim for each step, however often its output is read; proof-1 section 9.</summary>
internal static class OneClaimVerifier
{
    /// <summary>The only claim if it has the form that the step asks for; otherwise all of them as one, at a point.</summary>
    public static Claim<TExtension> Take<TExtension>(ref ProofReader reader, CircuitStep step, VerifierClaims<TExtension> open)
        where TExtension : struct, IExtension<TExtension>
    {
        IReadOnlyList<Claim<TExtension>> claims = open.About(step.Output);
        ImmutableArray<long> shape = open.Circuit.Values[step.Output].Shape;
        if (claims.Count == 1 && StepVerifier.TryForm(step, shape.Length, claims[0], out Claim<TExtension> only))
            return only;
        TExtension gamma = reader.Transcript.Challenge<TExtension>(SoundnessRule.Joins, claims.Count - 1);
        (TExtension sum, TExtension power) = (TExtension.Zero, TExtension.One);
        foreach (Claim<TExtension> claim in claims)
            (sum, power) = (sum + (power * claim.Sum), power * gamma);
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, sum, new TensorShape(shape.AsSpan()).VariableCount, degree: 2);
        TExtension value = reader.ReadOne<TExtension>(MessageLabel.MergedValue);
        (TExtension weight, power) = (TExtension.Zero, TExtension.One);
        foreach (Claim<TExtension> claim in claims)
            (weight, power) = (weight + (power * claim.WeightAt(point, shape)), power * gamma);
        reader.RequireEqual(value * weight, last, ProofFault.ClaimsDiffer);
        StepVerifier.TryForm(step, shape.Length, Claim<TExtension>.AtPoint(shape, point, value), out only);
        return only;
    }
}
