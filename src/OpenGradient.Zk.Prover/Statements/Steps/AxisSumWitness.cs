using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="AxisSumStep"/>.</summary>
internal static class AxisSumWitness
{
    public static long[] Run(CoreWitness witness, AxisSumStep step)
    {
        ImmutableArray<long> shape = witness.Circuit.Values[step.X].Shape;
        long[] cells = witness.Value(step.X);
        foreach (int axis in step.Axes)
        {
            cells = Sum(cells, (int)shape[axis], (int)StridedCells.Product(shape[(axis + 1)..]));
            shape = shape.SetItem(axis, 1);
        }

        return cells;
    }

    /// <summary>From [outer, count, inner] to [outer, inner].</summary>
    private static long[] Sum(long[] cells, int count, int inner)
    {
        long[] sums = new long[cells.Length / count];
        for (int cell = 0; cell < cells.Length; cell++)
            sums[(cell / (count * inner) * inner) + (cell % inner)] += cells[cell];
        return sums;
    }
}
