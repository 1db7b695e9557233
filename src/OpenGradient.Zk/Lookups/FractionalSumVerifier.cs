using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Lookups;

/// <summary>That fractions p(x) / q(x) add up to zero; proof-1 section 6.</summary>
/// <remarks>
/// Statement: Σ p(x) / q(x) = 0 over {0,1}^n, and no q(x) is 0.
/// Reduces to: p̃(point) and q̃(point).
/// Transcript order: the denominator of the sum (0x20); for each layer a challenge λ, a sumcheck, four values (0x21), a challenge μ.
/// Soundness error: Σ (3k + 2) / |E| over the layers k.
/// Does not establish: that p and q are those of a lookup; the caller checks the two values against its columns.
/// Reference: Papini and Haböck, Improving logarithmic derivative lookups using GKR, ePrint 2023/1284.
/// </remarks>
internal static class FractionalSumVerifier
{
    public static FractionClaim<TExtension> Verify<TExtension>(ref ProofReader reader, int variableCount)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension denominator = reader.ReadNonZero<TExtension>(MessageLabel.RootDenominator, ProofFault.ZeroDenominator);
        FractionClaim<TExtension> claim = new([], TExtension.Zero, denominator);
        for (int layer = 0; layer < variableCount; layer++)
            claim = Descend(ref reader, claim);
        return claim;
    }

    /// <summary>From a claim about a layer to one about the layer of twice as many fractions.</summary>
    private static FractionClaim<TExtension> Descend<TExtension>(ref ProofReader reader, FractionClaim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension lambda = reader.Transcript.Challenge<TExtension>(SoundnessRule.Joins);
        (TExtension[] point, TExtension value) =
            SumcheckVerifier.VerifyWeighted<TExtension>(ref reader, claim.Numerator + (lambda * claim.Denominator), claim.Point);
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.LayerValues, 4);
        (TExtension p0, TExtension p1, TExtension q0, TExtension q1) = (sent[0], sent[1], sent[2], sent[3]);
        TExtension sum = (p0 * q1) + (p1 * q0) + (lambda * q0 * q1);
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(claim.Point, point) * sum, value, ProofFault.SumDiffers);
        TExtension mu = reader.Transcript.Challenge<TExtension>();
        return new([mu, .. point], p0 + (mu * (p1 - p0)), q0 + (mu * (q1 - q0)));
    }
}
