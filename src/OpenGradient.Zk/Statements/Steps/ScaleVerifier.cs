using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Requantisation: a quotient, its remainder, and a table or none.</summary>
internal static class ScaleVerifier
{
    /// <summary>y + 2^(b-1) in limbs: a claim about y is one about each limb.</summary>
    public static void Descend<TExtension>(ref ProofReader reader, ScaleStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Limbs limbs = step.QuotientLimbs;
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.LimbValues, limbs.Columns.Length);
        TExtension offset = claim.WeighOnes() * Goldilocks.From(1UL << (limbs.BitCount - 1));
        reader.RequireEqual(LimbVerifier.Joined<TExtension>(sent), claim.Sum + offset, ProofFault.EquationDiffers);
        LimbVerifier.Add(limbs, sent, claim, claims);
    }

    public static void Pin<TExtension>(ref ProofReader reader, ScaleStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.X].Shape;
        TExtension[] point = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension[] quotient = reader.Read<TExtension>(MessageLabel.ScaleValues, step.Table > 0 ? 1 : step.QuotientLimbs.Columns.Length);
        TExtension[] remainder = reader.Read<TExtension>(MessageLabel.ScaleValues, step.Remainder.Columns.Length);
        TExtension q = LimbVerifier.Joined<TExtension>(quotient);
        if (step.Table > 0)
            claims.AddColumn(step.Quotient, at with { Sum = q });
        else
            q -= at.WeighOnes() * Goldilocks.From(1UL << (step.QuotientLimbs.BitCount - 1));
        LimbVerifier.Add(step.QuotientLimbs, quotient, at, claims);
        LimbVerifier.Add(step.Remainder, remainder, at, claims);
        TExtension scaled = (q * Goldilocks.From(1UL << step.Shift)) + LimbVerifier.Joined<TExtension>(remainder) - (at.WeighOnes() * Goldilocks.From(1UL << (step.Shift - 1)));
        AddScaled(ref reader, step, claims, at, scaled);
    }

    /// <summary>That Σ eq(z, x) x · M has this value: a claim about x alone.</summary>
    private static void AddScaled<TExtension>(ref ProofReader reader, ScaleStep step, VerifierClaims<TExtension> claims, Claim<TExtension> at, TExtension scaled)
        where TExtension : struct, IExtension<TExtension>
    {
        long[] factors = claims.ElementsOf(step.Factors);
        if (step.Axis >= 0)
        {
            TExtension[] cells = [.. at.Weight[step.Axis].Cells.Select((cell, index) => cell * Goldilocks.From(factors[index]))];
            claims.Add(ref reader, step.X, new(at.Weight.SetItem(step.Axis, new(1, cells)), scaled));
        }
        else if (factors[0] == 0)
            reader.RequireEqual(scaled, TExtension.Zero, ProofFault.EquationDiffers);
        else
            claims.Add(ref reader, step.X, at with { Sum = scaled * Goldilocks.From(factors[0]).Inverse() });
    }
}
