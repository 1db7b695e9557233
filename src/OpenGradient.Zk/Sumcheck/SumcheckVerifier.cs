using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Sumcheck;

/// <summary>From a sum over {0,1}^n to one value; proof-1 section 5.</summary>
/// <remarks>
/// Statement: Σ g(x) = claim, g of degree at most d in each variable.
/// Reduces to: g(point) = value.
/// Transcript order: for each variable the round polynomial (0x10), then a challenge.
/// Where eq(z, ·) is a factor of g, a round is that of the other factor, of a degree less: a third of the bytes.
/// Soundness error: n d / |E|.
/// Does not establish: g(point); that is the caller's to check.
/// Reference: Lund, Fortnow, Karloff and Nisan 1992; in this form Thaler, Proofs, Arguments and Zero-Knowledge, section 4.1.
/// </remarks>
internal static class SumcheckVerifier
{
    public static (TExtension[] Point, TExtension Value) Verify<TExtension>(ref ProofReader reader, TExtension claim, int variableCount, int degree)
        where TExtension : struct, IExtension<TExtension>
    {
        var point = new TExtension[variableCount];
        var values = new TExtension[degree + 1];
        for (int variable = 0; variable < variableCount; variable++)
        {
            TExtension[] sent = reader.Read<TExtension>(MessageLabel.RoundPolynomial, degree);
            values[0] = sent[0];
            values[1] = claim - sent[0];
            sent.AsSpan(1).CopyTo(values.AsSpan(2));
            point[variable] = reader.Transcript.Challenge<TExtension>(SoundnessRule.Sumchecks, degree);
            claim = RoundPolynomial.At<TExtension>(values, point[variable]);
        }

        return (point, claim);
    }

    /// <summary>The same for g(x) = eq(z, x) f(x), with f of degree 2 in each variable.</summary>
    public static (TExtension[] Point, TExtension Value) VerifyWeighted<TExtension>(ref ProofReader reader, TExtension claim, ReadOnlySpan<TExtension> z)
        where TExtension : struct, IExtension<TExtension>
    {
        var point = new TExtension[z.Length];
        for (int variable = 0; variable < point.Length; variable++)
        {
            TExtension[] sent = reader.Read<TExtension>(MessageLabel.RoundPolynomial, WeightedDegree);
            TExtension r = point[variable] = reader.Transcript.Challenge<TExtension>(SoundnessRule.Sumchecks, WeightedDegree + 1);
            // What eq makes of f at 0 and at 1 adds up to the claim, which leaves one f(0).
            TExtension constant = claim - (z[variable] * (sent[0] + sent[1]));
            claim = EqualityPolynomial.At<TExtension>([z[variable]], [r]) * (constant + (r * (sent[0] + (r * sent[1]))));
        }

        return (point, claim);
    }

    /// <summary>Of f.</summary>
    private const int WeightedDegree = 2;
}
