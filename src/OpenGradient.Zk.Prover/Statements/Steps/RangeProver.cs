using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="RangeVerifier"/>.</summary>
internal static class RangeProver
{
    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, RangeStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.X].Shape;
        TExtension[] z = writer.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        Claim<TExtension> at = BulkArithmetic<TExtension>.Instance.AtPoint(shape, z);
        LimbProver.Send(writer, MessageLabel.RangeValues, witness, step.Limbs, at, claims);
        claims.Add(step.X, at with { Sum = BulkArithmetic<TExtension>.Instance.Weigh(at, witness.Value(step.X)) });
    }
}
