using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Products of matrices: a sumcheck over matrices and the axis that both factors have.</summary>
internal static class MatMulVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, MatMulStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        (ImmutableArray<long> a, ImmutableArray<long> b) = (claims.Circuit.Values[step.A].Shape, claims.Circuit.Values[step.B].Shape);
        ImmutableArray<long> batch = claims.Circuit.Values[step.Output].Shape[..^2];
        TensorShape axes = new([.. batch, a[^1]]);
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, claim.Sum, axes.VariableCount, degree: 3);
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.MatMulValues, 2);
        TExtension weight = new Claim<TExtension>(claim.Weight[..^2], TExtension.Zero).WeightAt(point, batch);
        reader.RequireEqual(weight * sent[0] * sent[1], last, ProofFault.SumDiffers);
        ImmutableArray<WeightFactor<TExtension>> at = Claim<TExtension>.AtPoint(axes.CellCounts, point, TExtension.Zero).Weight;
        claims.Add(ref reader, step.A, new Claim<TExtension>([.. at[..^1], claim.Weight[^2], at[^1]], sent[0]).BehindBroadcast(a));
        claims.Add(ref reader, step.B, new Claim<TExtension>([.. at, claim.Weight[^1]], sent[1]).BehindBroadcast(b));
    }
}
