using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="TransposeStep"/>.</summary>
internal static class MoveWitness
{
    public static long[] Run(CoreWitness witness, TransposeStep step) =>
        StridedCells.Transpose(witness.Value(step.X), witness.Circuit.Values[step.X].Shape, step.Order);
}
