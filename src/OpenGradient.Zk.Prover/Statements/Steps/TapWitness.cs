using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="TapStep"/>.</summary>
internal static class TapWitness
{
    public static long[] Run(CoreWitness witness, TapStep step)
    {
        (long[] x, ImmutableArray<long> shape) = (witness.Value(step.X), witness.Circuit.Values[step.Output].Shape);
        long inner = StridedCells.Product(shape[(step.Axis + 1)..]);
        long[] y = new long[StridedCells.Product(shape)];
        for (long index = 0; index < y.Length; index++)
        {
            long cell = step.Window.CellOf(index / inner % step.Window.PlaceCount, 0);
            long outer = index / inner / step.Window.PlaceCount;
            y[index] = step.Window.Contains(cell) ? x[(((outer * step.Window.InputCount) + cell) * inner) + (index % inner)] : step.Fill;
        }

        return y;
    }
}
