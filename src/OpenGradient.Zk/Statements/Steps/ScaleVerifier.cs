using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Requantisation: a quotient, its remainder, and a table or none.</summary>
internal static class ScaleVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, ScaleStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> =>
        reader.RequireEqual(LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.QuotientLimbs, claim, claims), claim.Sum, ProofFault.EquationDiffers);

    public static void Pin<TExtension>(ref ProofReader reader, ScaleStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.X].Shape;
        TExtension[] point = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension q;
        if (step.Table > 0)
        {
            q = reader.ReadOne<TExtension>(MessageLabel.ScaleValues);
            claims.AddColumn(step.Quotient, at with { Sum = q });
        }
        else
            q = LimbVerifier.Read(ref reader, MessageLabel.ScaleValues, step.QuotientLimbs, at, claims);

        TExtension remainder = LimbVerifier.Read(ref reader, MessageLabel.ScaleValues, step.Remainder, at, claims);
        AddScaled(ref reader, step, claims, at, (q * Goldilocks.From(1UL << step.Shift)) + remainder - (at.WeighOnes() * Goldilocks.From(1UL << (step.Shift - 1))));
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
