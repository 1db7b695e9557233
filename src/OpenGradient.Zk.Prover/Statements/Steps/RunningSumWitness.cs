using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="RunningSumStep"/>.</summary>
internal static class RunningSumWitness
{
    public static long[] Run(CoreWitness witness, RunningSumStep step)
    {
        ImmutableArray<long> shape = witness.Circuit.Values[step.X].Shape;
        (int count, int inner) = ((int)shape[step.Axis], (int)StridedCells.Product(shape[(step.Axis + 1)..]));
        long[] x = witness.Value(step.X);
        long[] y = new long[x.Length];
        for (int row = 0; row < x.Length / count; row++)
        {
            int start = (row / inner * inner * count) + (row % inner);
            long[] sums = RunningSumStep.Sums<long>([.. Enumerable.Range(0, count).Select(cell => x[start + (cell * inner)])], step.IsBehind, static (sum, cell) => sum + cell);
            for (int cell = 0; cell < count; cell++)
                y[start + (cell * inner)] = sums[cell];
        }

        return y;
    }
}
