using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Places that are computed: one list of places in one list of elements, or a comparison with every place.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>y[i, j, …] = x[i, …, indices[i, j, …], …]: places in all of x.</summary>
    private DraftValue GatherElements()
    {
        ImmutableArray<long> shape = Shape(0);
        int axis = AxisOf("axis", 0, shape.Length);
        long step = Count(shape.AsSpan()[(axis + 1)..]);
        DraftValue along = NotNegative(Input(1), shape[axis]);
        DraftValue places = Emit("Add", null, step == 1 ? along : Emit("Mul", null, along, Longs(step)), Longs(OtherAxes(shape, Shape(1), axis), Shape(1)));
        return Emit("Gather", new Settings().Integer("axis", 0), Reshape(Input(0), Count(shape.AsSpan())), places);
    }

    /// <summary>What the axes other than <paramref name="axis"/> add to the place of each index.</summary>
    private static long[] OtherAxes(ImmutableArray<long> shape, ImmutableArray<long> indices, int axis)
    {
        long[] places = [0];
        for (int other = 0; other < shape.Length; other++)
        {
            long step = other == axis ? 0 : Count(shape.AsSpan()[(other + 1)..]);
            long size = indices[other];
            places = [.. places.SelectMany(place => Enumerable.Range(0, (int)size).Select(i => place + (i * step)))];
        }

        return places;
    }

    /// <summary>Slices by k indices each.</summary>
    private DraftValue GatherSlices()
    {
        int batch = Integer(_step, "batch_dims", 0);
        ImmutableArray<long> shape = Shape(0);
        ImmutableArray<long> indices = Shape(1);
        int depth = (int)indices[^1];
        long[] slice = [.. shape[(batch + depth)..]];
        DraftValue places = Places(batch, depth, shape, indices);
        DraftValue rows = Reshape(Input(0), [Count(shape.AsSpan()[..(batch + depth)]), .. slice]);
        return Emit("Gather", new Settings().Integer("axis", 0), rows, places);
    }

    /// <summary>Which slice each list of indices names, all axes before it counted through.</summary>
    private DraftValue Places(int batch, int depth, ImmutableArray<long> shape, ImmutableArray<long> indices)
    {
        long[] outer = [.. indices[..^1]];
        DraftValue? places = null;
        for (int i = 0; i < depth; i++)
        {
            long step = Count(shape.AsSpan()[(batch + i + 1)..(batch + depth)]);
            DraftValue index = NotNegative(Reshape(Cut(Input(1), indices.Length - 1, i, i + 1), outer), shape[batch + i]);
            DraftValue term = step == 1 ? index : Emit("Mul", null, index, Longs(step));
            places = places is null ? term : Emit("Add", null, places, term);
        }

        if (batch == 0)
            return places!;
        long sliceCount = Count(shape.AsSpan()[batch..(batch + depth)]);
        long inner = Count(indices.AsSpan()[batch..^1]);
        long[] offsets = [.. Enumerable.Range(0, (int)Count(outer)).Select(place => place / inner * sliceCount)];
        return Emit("Add", null, places, Longs(offsets, [.. outer]));
    }

    /// <summary>Negative indices count from the end.</summary>
    private DraftValue NotNegative(DraftValue index, long size) =>
        Emit("Where", null, Emit("Less", null, index, Longs(0)), Emit("Add", null, index, Longs(size)), index);

    /// <summary>1 where the place along the new axis is the index.</summary>
    private DraftValue OneHot()
    {
        long depth = KnownIntegers(1)[0];
        int axis = AxisOf("axis", -1, Shape(0).Length + 1);
        DraftValue index = Emit("Unsqueeze", null, NotNegative(Input(0), depth), Longs(axis));
        DraftValue values = Input(2);
        return Emit("Where", null, Emit("Equal", null, index, Steps(depth, Shape(0).Length - axis)), Cut(values, 0, 1, 2), Cut(values, 0, 0, 1));
    }

    /// <summary>0, 1, 2, … along an axis before so many others.</summary>
    private static DraftValue Steps(long count, int axesAfter) =>
        Longs([.. Enumerable.Range(0, (int)count).Select(static place => (long)place)], [count, .. Enumerable.Repeat(1L, axesAfter)]);

    /// <summary>Whether a value has no elements.</summary>
    private bool IsEmpty(int value) => _sample.Shape(value).Contains(0);

    /// <summary>The parts of an axis one by one, where some have nothing in them.</summary>
    private DraftValue[] Parts()
    {
        int axis = AxisOf("axis", 0, Shape(0).Length);
        var parts = new DraftValue[_step.OutputCount];
        long start = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            long size = _sample.Shape(_output + part)[axis];
            parts[part] = size == 0 ? Value(_output + part) : Cut(Input(0), axis, start, start + size);
            start += size;
        }

        return parts;
    }

    /// <summary>Update after update along the axis takes its place in the rows that have one.</summary>
    private DraftValue ScatterElements()
    {
        ImmutableArray<long> shape = Shape(0);
        ImmutableArray<long> indices = Shape(1);
        int axis = AxisOf("axis", 0, shape.Length);
        if (!shape.RemoveAt(axis).SequenceEqual(indices.RemoveAt(axis)))
            throw Error("its updates leave out rows", "pad them to all rows");
        RequireFew(indices[axis]);
        DraftValue y = Input(0);
        DraftValue places = Steps(shape[axis], shape.Length - axis - 1);
        DraftValue all = NotNegative(Input(1), shape[axis]);
        for (long update = 0; update < indices[axis]; update++)
            y = Placed(y, Emit("Equal", null, Cut(all, axis, update, update + 1), places), Cut(Input(2), axis, update, update + 1));
        return y;
    }

    /// <summary>Slice after slice takes its place.</summary>
    private DraftValue ScatterSlices()
    {
        ImmutableArray<long> shape = Shape(0);
        int depth = (int)Shape(1)[^1];
        long rows = Count(shape.AsSpan()[..depth]);
        long count = Count(Shape(1).AsSpan()[..^1]);
        RequireFew(count);
        long[] slice = [.. shape[depth..]];
        DraftValue y = Reshape(Input(0), [rows, .. slice]);
        DraftValue updates = Reshape(Input(2), [count, .. slice]);
        DraftValue places = Reshape(Places(0, depth, shape, Shape(1)), count);
        DraftValue steps = Steps(rows, slice.Length);
        for (long update = 0; update < count; update++)
        {
            DraftValue place = Reshape(Cut(places, 0, update, update + 1), [.. Enumerable.Repeat(1L, slice.Length + 1)]);
            y = Placed(y, Emit("Equal", null, place, steps), Cut(updates, 0, update, update + 1));
        }

        return Reshape(y, shape.AsSpan());
    }

    /// <summary>An update where the place is its own.</summary>
    private DraftValue Placed(DraftValue y, DraftValue isHere, DraftValue update)
    {
        string reduction = Name(_step, "reduction", "none");
        DraftValue changed = reduction switch
        {
            "none" => update,
            "add" => Emit("Add", null, y, update),
            "mul" => Emit("Mul", null, y, update),
            "max" => Emit("Max", null, y, update),
            _ => Emit("Min", null, y, update),
        };
        return Emit("Where", null, isHere, changed, y);
    }

    private void RequireFew(long updates)
    {
        if (updates > MostUpdates)
            throw Error($"{updates} updates one after another are too many", $"take at most {MostUpdates}, or a mask with Where");
    }

    /// <summary>Padding with what is inside: the places of an axis are known.</summary>
    private DraftValue? Pad()
    {
        string mode = Name(_step, "mode", "constant");
        if (mode == "constant")
            return null;
        DraftValue y = Input(0);
        ImmutableArray<long> shape = Shape(0);
        long[] axes = TryIntegers(3) ?? [.. Enumerable.Range(0, shape.Length).Select(static axis => (long)axis)];
        long[] pads = KnownIntegers(1);
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = (int)(axes[i] < 0 ? axes[i] + shape.Length : axes[i]);
            if (pads[i] == 0 && pads[axes.Length + i] == 0)
                continue;
            long[] places = [.. Enumerable.Range(0, (int)(shape[axis] + pads[i] + pads[axes.Length + i])).Select(place => Inside(place - pads[i], shape[axis], mode))];
            y = Emit("Gather", new Settings().Integer("axis", axis), y, Longs(places));
        }

        return y;
    }

    private static long Inside(long place, long size, string mode)
    {
        if (mode == "edge" || size == 1)
            return Math.Clamp(place, 0, size - 1);
        long period = mode == "wrap" ? size : 2 * (size - 1);
        long inside = ((place % period) + period) % period;
        return inside < size ? inside : period - inside;
    }

    /// <summary>What lies on the wrong side of the diagonal becomes 0.</summary>
    private DraftValue Triangle()
    {
        ImmutableArray<long> shape = Shape(0);
        long diagonal = Optional(1) is null ? 0 : KnownIntegers(1)[0];
        bool isUpper = Integer(_step, "upper", 1) == 1;
        (int rows, int columns) = ((int)shape[^2], (int)shape[^1]);
        byte[] stays = [.. Enumerable.Range(0, rows * columns).Select(cell => (byte)((cell % columns) - (cell / columns) is var at && (isUpper ? at >= diagonal : at <= diagonal) ? 1 : 0))];
        return Emit("Where", null, DraftValue.Of(new DraftConstant("triangle", "bool", [rows, columns], stays)), Input(0), IsReal(0) ? Scalar(0f) : Longs([0], []));
    }

    private const long MostUpdates = 1024; // each update is a Where over the whole tensor: a limit on the size of the Program
}
