using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="ConvStep"/>.</summary>
internal static class ConvWitness
{
    public static long[] Run(CoreWitness witness, ConvStep step)
    {
        (ImmutableArray<long> shape, ImmutableArray<long> input, ImmutableArray<long> weights) =
            (witness.Circuit.Values[step.Output].Shape, witness.Circuit.Values[step.X].Shape, witness.Circuit.Values[step.Weights].Shape);
        (long places, long taps, long plane) = (StridedCells.Product(shape[2..]), StridedCells.Product(weights[2..]), StridedCells.Product(input[2..]));
        long[] cells = CellsOfTaps(step, places, taps);
        long[] y = new long[StridedCells.Product(shape)];
        for (long index = 0; index < y.Length; index++)
        {
            long output = index / places % shape[1];
            y[index] = step.Bias < 0 ? 0 : witness.Value(step.Bias)[output];
            for (long k = 0; k < weights[1] * taps; k++)
            {
                long channel = (output / (shape[1] / step.GroupCount) * weights[1]) + (k / taps);
                long cell = cells[(index % places * taps) + (k % taps)];
                if (cell >= 0)
                    y[index] += witness.Value(step.X)[(((index / places / shape[1] * input[1]) + channel) * plane) + cell] * witness.Value(step.Weights)[(output * weights[1] * taps) + k];
            }
        }

        return y;
    }

    /// <summary>[places, taps]: the cell of the plane, or -1 in the padding.</summary>
    private static long[] CellsOfTaps(ConvStep step, long places, long taps)
    {
        long[] cells = new long[places * taps];
        for (long index = 0; index < cells.Length; index++)
        {
            (long place, long tap, long stride) = (index / taps, index % taps, 1);
            for (int axis = step.Axes.Length - 1; axis >= 0; axis--)
            {
                WindowAxis window = step.Axes[axis];
                long cell = window.CellOf(place % window.PlaceCount, tap % window.TapCount);
                cells[index] = cells[index] < 0 || !window.Contains(cell) ? -1 : cells[index] + (cell * stride);
                (place, tap, stride) = (place / window.PlaceCount, tap / window.TapCount, stride * window.InputCount);
            }
        }

        return cells;
    }
}
