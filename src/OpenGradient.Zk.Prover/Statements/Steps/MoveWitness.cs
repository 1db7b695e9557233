using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="TransposeStep"/>.</summary>
internal static class MoveWitness
{
    public static long[] Run(CoreWitness witness, TransposeStep step) =>
        StridedCells.Transpose(witness.Value(step.X), witness.Circuit.Values[step.X].Shape, step.Order);
}
