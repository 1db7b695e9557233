using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Kernels.Integers;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="ConvStep"/>.</summary>
internal static class ConvWitness
{
    /// <summary>So many widened weights lie in the caches of a core.</summary>
    private const int TileElements = 1 << 16;

    public static long[] Run(CoreWitness witness, ConvStep step)
    {
        (ImmutableArray<long> shape, ImmutableArray<long> input, ImmutableArray<long> weights) =
            (witness.Circuit.Values[step.Output].Shape, witness.Circuit.Values[step.X].Shape, witness.Circuit.Values[step.Weights].Shape);
        (int places, int taps, int plane) = ((int)StridedCells.Product(shape[2..]), (int)StridedCells.Product(weights[2..]), (int)StridedCells.Product(input[2..]));
        long[] cells = CellsOfTaps(step, places, taps);
        long[] y = new long[StridedCells.Product(shape)];
        for (int index = 0; index < y.Length / places && step.Bias >= 0; index++)
            y.AsSpan(index * places, places).Fill(witness.Value(step.Bias)[index % (int)shape[1]]);
        int depth = (int)weights[1] * taps;
        (int readCells, int factors, int madeCells) = ((int)weights[1] * plane, (int)shape[1] / step.GroupCount * depth, (int)shape[1] / step.GroupCount * places);
        long[] windows = new long[places * depth];
        for (int group = 0; group < shape[0] * step.GroupCount; group++)
        {
            Unfold(witness.Value(step.X).AsSpan(group * readCells, readCells), cells, plane, taps, windows);
            Add(witness.Weight(step.Weights), group % step.GroupCount * factors, windows, depth, y.AsMemory(group * madeCells, madeCells));
        }

        return y;
    }

    /// <summary>The outputs of a group, as many at a time as have their weights near while the windows go by.</summary>
    private static void Add(WeightElements weights, int start, long[] windows, int depth, Memory<long> y)
    {
        int places = windows.Length / depth;
        int outputs = y.Length / places;
        int tileRows = Math.Max(1, TileElements / depth);
        long[] tile = new long[Math.Min(tileRows, outputs) * depth];
        for (int output = 0; output < outputs; output += tileRows)
        {
            int count = Math.Min(tileRows, outputs - output);
            weights.Widen(start + (output * depth), tile.AsSpan(0, count * depth));
            RowProducts.Add(tile.AsMemory(0, count * depth), windows, depth, y.Slice(output * places, count * places));
        }
    }

    /// <summary>[places, channels, taps]: what each place reads of the channels of a group.</summary>
    private static void Unfold(ReadOnlySpan<long> planes, ReadOnlySpan<long> cells, int plane, int taps, Span<long> windows)
    {
        int at = 0;
        for (int place = 0; place < cells.Length; place += taps)
        {
            for (int start = 0; start < planes.Length; start += plane)
            {
                foreach (long cell in cells.Slice(place, taps))
                    windows[at++] = cell < 0 ? 0 : planes[start + (int)cell];
            }
        }
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
