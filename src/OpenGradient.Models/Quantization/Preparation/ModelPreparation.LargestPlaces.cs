using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Where the largest of each window stands.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>All taps of each window beside each other: their maximum, and the place of the first tap that has it.</summary>
    /// <remarks>A tap in the padding sees what the first tap inside does, and comes after it or is no earlier maximum: it is never the first that counts.</remarks>
    private DraftValue[] LargestPlaces()
    {
        ImmutableArray<long> shape = Shape(0), outputs = OutputShape;
        (long planes, long cells) = (shape[0] * shape[1], Count(shape.AsSpan()[2..]));
        long windows = Count(outputs.AsSpan()[2..]);
        int[][] seen = Seen([.. Integers(_step, "kernel_shape")!]);
        long taps = seen[0].Length;
        DraftValue all = Emit("Gather", new Settings().Integer("axis", 1), Reshape(Input(0), planes, cells), Longs([.. seen.SelectMany(static cells => cells).Select(static cell => (long)cell)]));
        all = Reshape(all, planes, windows, taps);
        DraftValue first = Emit("ArgMax", new Settings().Integer("axis", 2), all);
        long[] places = [.. seen.SelectMany(static cells => cells).Select(cell => Place(cell, shape))];
        DraftValue isFirst = Emit("Cast", new Settings().Name("to", "i64"), Emit("Equal", null, Reshape(first, planes, windows, 1), Longs([.. Enumerable.Range(0, (int)taps).Select(static tap => (long)tap)])));
        DraftValue within = Emit("ReduceSum", null, Emit("Mul", null, isFirst, Longs(places, [windows, taps])), Longs(2));
        DraftValue plane = Longs([.. Enumerable.Range(0, (int)planes).Select(plane => plane * cells)], [planes, 1]);
        DraftValue place = Emit("Add", null, Reshape(within, planes, windows), plane);
        return [Reshape(Emit("ReduceMax", null, all, Longs(2)), outputs.AsSpan()), Reshape(place, outputs.AsSpan())];
    }

    /// <summary>For each window the cells of the plane that its taps see.</summary>
    private int[][] Seen(ImmutableArray<long> kernel)
    {
        long[] pads = Padding(kernel);
        long inner = Count(kernel.AsSpan());
        int[][] seen = [new int[inner]];
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            inner /= kernel[axis];
            long size = Shape(0)[axis + 2];
            int at = axis;
            long unit = inner;
            seen = [.. seen.SelectMany(_ => Enumerable.Range(0, (int)OutputShape[at + 2]), (cells, place) =>
                cells.Select((cell, tap) => (int)((cell * size) + InWindow((place * Stride(at)) - pads[at], tap / unit % kernel[at], kernel[at], Dilation(at), size))).ToArray())];
        }

        return seen;
    }

    /// <summary>What a tap sees along an axis; in the padding, what the first tap inside does.</summary>
    private static long InWindow(long start, long tap, long count, long dilation, long size)
    {
        bool IsInside(long at) => start + (at * dilation) is var cell && cell >= 0 && cell < size;
        for (long first = IsInside(tap) ? tap : 0; first < count; first++)
        {
            if (IsInside(first))
                return start + (first * dilation);
        }

        return 0;
    }

    /// <summary>The index of a cell within its plane, the last axis fastest, or the first with <c>storage_order</c> 1.</summary>
    private long Place(int cell, ImmutableArray<long> shape)
    {
        if (Integer(_step, "storage_order", 0) == 0)
            return cell;
        long place = 0;
        for (int axis = shape.Length - 1; axis >= 2; axis--)
        {
            place += cell % shape[axis] * Count(shape.AsSpan()[2..axis]);
            cell /= (int)shape[axis];
        }

        return place;
    }
}
