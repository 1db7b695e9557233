using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Quotients of two values: division with remainder, the remainder and what is missing to the divisor in limbs.</summary>
internal static class QuotientVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, QuotientStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension low = LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.Low, claim, claims);
        TExtension high = LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.High, claim, claims);
        reader.RequireEqual(low + (high * Goldilocks.From(1UL << step.Low.BitCount)), claim.Sum, ProofFault.EquationDiffers);
    }

    /// <summary>The linear equations at one point; they leave Σ eq low d, and with a high part Σ eq high d, for one sumcheck.</summary>
    public static void Pin<TExtension>(ref ProofReader reader, QuotientStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.Output].Shape;
        ImmutableArray<long> divisorShape = claims.Circuit.Values[step.Divisor].Shape;
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        var at = Claim<TExtension>.AtPoint(shape, z, TExtension.Zero);
        TExtension x = claims.Read(ref reader, MessageLabel.QuotientValues, step.X, at.BehindBroadcast(claims.Circuit.Values[step.X].Shape));
        TExtension remainder = LimbVerifier.Read(ref reader, MessageLabel.QuotientValues, step.Remainder, at, claims);
        TExtension rest = LimbVerifier.Read(ref reader, MessageLabel.QuotientValues, step.Rest, at, claims);
        TExtension highProduct = LimbVerifier.Read(ref reader, MessageLabel.QuotientValues, step.HighProduct, at, claims);
        TExtension divisor = (remainder + rest + at.WeighOnes()) * Half;
        claims.Add(ref reader, step.Divisor, at.BehindBroadcast(divisorShape) with { Sum = divisor });
        TExtension products = (x * Goldilocks.From(1UL << step.Shift)) + ((divisor - remainder) * Half) - (highProduct * Goldilocks.From(1UL << step.Low.BitCount));
        VerifyProducts(ref reader, step, claims, z, products, highProduct);
    }

    /// <summary>Σ eq (low + λ high) d.</summary>
    private static void VerifyProducts<TExtension>(ref ProofReader reader, QuotientStep step, VerifierClaims<TExtension> claims, TExtension[] z, TExtension products, TExtension highProducts)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.Output].Shape;
        TExtension lambda = step.IsSplit ? reader.Transcript.Challenge<TExtension>(SoundnessRule.Joins) : TExtension.Zero;
        (TExtension[] point, TExtension last) = SumcheckVerifier.VerifyWeighted<TExtension>(ref reader, products + (lambda * highProducts), z);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension low = LimbVerifier.Read(ref reader, MessageLabel.QuotientValues, step.Low, at, claims);
        TExtension high = LimbVerifier.Read(ref reader, MessageLabel.QuotientValues, step.High, at, claims);
        TExtension divisor = claims.Read(ref reader, MessageLabel.QuotientValues, step.Divisor, at.BehindBroadcast(claims.Circuit.Values[step.Divisor].Shape));
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(z, point) * (low + (lambda * high)) * divisor, last, ProofFault.EquationDiffers);
    }

    /// <summary>1 / 2.</summary>
    private static Goldilocks Half => Goldilocks.From((Goldilocks.Modulus / 2) + 1);
}
