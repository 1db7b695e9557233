using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="TransposeStep"/>.</summary>
internal static class MoveWitness
{
    public static long[] Run(CoreWitness witness, TransposeStep step)
    {
        ImmutableArray<long> shape = witness.Circuit.Values[step.X].Shape;
        ImmutableArray<long> strides = StridedCells.Strides(shape, shape);
        return StridedCells.Gather(witness.Value(step.X), witness.Circuit.Values[step.Output].Shape, [.. step.Order.Select(axis => strides[axis])]);
    }
}
