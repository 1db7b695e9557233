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

/// <summary>The prover of <see cref="InputVerifier"/>.</summary>
internal static class InputProver
{
    /// <summary>The input as it is, kept as limbs.</summary>
    public static long[] Run(CoreWitness witness, InputStep step)
    {
        witness.SetLimbs(step.Limbs, witness.Value(step.Output));
        witness.SetLimbs(step.Above, Array.ConvertAll(witness.Value(step.Output), static number => -number));
        return witness.Value(step.Output);
    }

    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, InputStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> =>
        LimbProver.Send(writer, MessageLabel.LimbValues, witness, step.Limbs, claim, claims);

    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, InputStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        if (step.Above.Columns.IsEmpty)
            return;
        ImmutableArray<long> shape = witness.Circuit.Values[step.Output].Shape;
        TExtension[] point = writer.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        Claim<TExtension> at = BulkArithmetic<TExtension>.Instance.AtPoint(shape, point);
        LimbProver.Send(writer, MessageLabel.LimbValues, witness, step.Limbs, at, claims);
        LimbProver.Send(writer, MessageLabel.LimbValues, witness, step.Above, at, claims);
    }
}
