using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Prover.Statements;

/// <content>Sums, windows, and what only moves cells.</content>
internal sealed partial class CoreWitness
{
    private long[] Transpose(TransposeStep step)
    {
        ImmutableArray<long> strides = Strides(_circuit.Values[step.X].Shape, _circuit.Values[step.X].Shape);
        return Gather(step.X, _circuit.Values[step.Output].Shape, [.. step.Order.Select(axis => strides[axis])]);
    }

    private long[] Tap(TapStep step)
    {
        (long[] x, ImmutableArray<long> shape) = (Value(step.X), _circuit.Values[step.Output].Shape);
        long inner = Product(shape[(step.Axis + 1)..]);
        long[] y = new long[Product(shape)];
        for (long index = 0; index < y.Length; index++)
        {
            long cell = step.Window.CellOf(index / inner % step.Window.PlaceCount, 0);
            long outer = index / inner / step.Window.PlaceCount;
            y[index] = step.Window.Contains(cell) ? x[(((outer * step.Window.InputCount) + cell) * inner) + (index % inner)] : step.Fill;
        }

        return y;
    }

    private long[] Sum(SumStep step)
    {
        ImmutableArray<long> shape = _circuit.Values[step.Output].Shape;
        return [.. Broadcast(step.Left, shape).Zip(Broadcast(step.Right, shape), (x, y) => step.IsDifference ? x - y : x + y)];
    }

    private long[] Conv(ConvStep step)
    {
        (ImmutableArray<long> shape, ImmutableArray<long> input, ImmutableArray<long> weights) =
            (_circuit.Values[step.Output].Shape, _circuit.Values[step.X].Shape, _circuit.Values[step.Weights].Shape);
        (long places, long taps, long plane) = (Product(shape[2..]), Product(weights[2..]), Product(input[2..]));
        long[] cells = CellsOfTaps(step, places, taps);
        long[] y = new long[Product(shape)];
        for (long index = 0; index < y.Length; index++)
        {
            long output = index / places % shape[1];
            y[index] = step.Bias < 0 ? 0 : Value(step.Bias)[output];
            for (long k = 0; k < weights[1] * taps; k++)
            {
                long channel = (output / (shape[1] / step.GroupCount) * weights[1]) + (k / taps);
                long cell = cells[(index % places * taps) + (k % taps)];
                if (cell >= 0)
                    y[index] += Value(step.X)[(((index / places / shape[1] * input[1]) + channel) * plane) + cell] * Value(step.Weights)[(output * weights[1] * taps) + k];
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

    /// <summary>The elements of a value at the cells of other axes, with a step in it for each of them.</summary>
    private long[] Gather(int value, ImmutableArray<long> shape, ImmutableArray<long> strides)
    {
        long[] y = new long[Product(shape)];
        for (long index = 0; index < y.Length; index++)
        {
            (long place, long rest) = (0, index);
            for (int axis = shape.Length - 1; axis >= 0; axis--)
                (place, rest) = (place + (rest % shape[axis] * strides[axis]), rest / shape[axis]);
            y[index] = Value(value)[place];
        }

        return y;
    }

    /// <summary>The steps, in a tensor of some shape, of the axes that it is broadcast to.</summary>
    private static ImmutableArray<long> Strides(ImmutableArray<long> shape, ImmutableArray<long> to)
    {
        long[] strides = new long[to.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis + to.Length - shape.Length] = shape[axis] == 1 ? 0 : stride;
            stride *= shape[axis];
        }

        return [.. strides];
    }

    private static long Product(ImmutableArray<long> shape) => shape.Aggregate(1L, static (product, size) => product * size);
}
