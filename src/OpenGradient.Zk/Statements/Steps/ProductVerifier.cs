using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Products of two values, cell by cell: a sumcheck over the cells.</summary>
internal static class ProductVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, ProductStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Circuit circuit = claims.Circuit;
        ImmutableArray<long> shape = circuit.Values[step.Output].Shape;
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, claim.Sum, new TensorShape(shape.AsSpan()).VariableCount, degree: 3);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension left = claims.Read(ref reader, MessageLabel.ProductValues, step.Left, at.BehindBroadcast(circuit.Values[step.Left].Shape));
        TExtension right = step.Left == step.Right ? left : claims.Read(ref reader, MessageLabel.ProductValues, step.Right, at.BehindBroadcast(circuit.Values[step.Right].Shape));
        reader.RequireEqual(claim.WeightAt(point, shape) * left * right, last, ProofFault.SumDiffers);
    }
}
