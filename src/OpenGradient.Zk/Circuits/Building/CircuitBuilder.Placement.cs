using System.Collections.Immutable;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>What joins, cuts and repeats.</content>
internal sealed partial class CircuitBuilder
{
    private void AddConcat(Step step, int output)
    {
        ImmutableArray<long>[] shapes = [.. step.Inputs.Select((_, index) => CoreInput(step, index).Shape)];
        int axis = AxisIn(step, shapes[0].Length, otherwise: 0);
        ImmutableArray<long> rest = shapes[0].RemoveAt(axis);
        if (!shapes.All(shape => shape.Length == rest.Length + 1 && shape.RemoveAt(axis).SequenceEqual(rest)))
            throw Unsupported("joins tensors whose other axes differ");
        long count = shapes.Sum(shape => shape[axis]);
        ImmutableArray<long> joined = shapes[0].SetItem(axis, count);
        RequireSmall(joined);
        RequireSmall([count, shapes.Length]); // each part says of each place whether it has it
        long offset = 0;
        var parts = ImmutableArray.CreateBuilder<PlacementPart>(shapes.Length);
        foreach ((int x, ImmutableArray<long> shape) in step.Inputs.Zip(shapes))
        {
            long begin = offset;
            parts.Add(new(x, Along(joined, axis, AxisMap.OfAxis(shape[axis], Places(count).Select(place => place - begin)))));
            offset += shape[axis];
        }

        AddPlacement(parts.MoveToImmutable(), joined, fill: 0, output);
    }

    private void AddSplit(Step step, int output)
    {
        ImmutableArray<long> shape = CoreInput(step, 0).Shape;
        int axis = AxisIn(step, shape.Length, otherwise: 0);
        long each = (shape[axis] + step.OutputCount - 1) / step.OutputCount;
        long[] sizes = Has(step, 1) ? KnownInput(step, 1, "sizes") : [.. Enumerable.Range(0, step.OutputCount).Select(part => Math.Clamp(shape[axis] - (part * each), 0, each))];
        if (sizes.Length != step.OutputCount || !sizes.All(size => size > 0 && size <= shape[axis]) || sizes.Sum() != shape[axis])
            throw Unsupported("has an axis that is not cut into as many parts, each with cells");
        long offset = 0;
        for (int part = 0; part < sizes.Length; part++)
        {
            AddAlong(step.Inputs[0], axis, Places(sizes[part]).Select(place => place + offset), fill: 0, output + part);
            offset += sizes[part];
        }
    }

    private void AddSlice(Step step, int output)
    {
        ImmutableArray<long> shape = CoreInput(step, 0).Shape;
        long[] starts = ConstantInput(step, 1);
        long[] ends = ConstantInput(step, 2);
        int[] axes = Axes(step, 3, shape.Length);
        long[] steps = Has(step, 4) ? ConstantInput(step, 4) : Repeated(1, axes.Length);
        if (starts.Length != axes.Length || ends.Length != axes.Length || steps.Length != axes.Length || steps.Contains(0))
            throw Unsupported("has no start, end and step for each of its axes");
        AxisMap[] maps = [.. shape.Select(AxisMap.Same)];
        for (int index = 0; index < axes.Length; index++)
            maps[axes[index]] = AxisMap.OfAxis(shape[axes[index]], Sliced(shape[axes[index]], starts[index], ends[index], steps[index]));
        AddMapped(step.Inputs[0], maps, fill: 0, output);
    }

    /// <summary>start, start + step, … before the end.</summary>
    private static IEnumerable<long> Sliced(long count, long start, long end, long step)
    {
        step = Math.Clamp(step, -count - 1, count + 1); // a longer step leaves the axis, too
        (start, end) = (start < 0 ? start + count : start, end < 0 ? end + count : end);
        (start, end) = step > 0
            ? (Math.Clamp(start, 0, count), Math.Clamp(end, 0, count))
            : (Math.Clamp(start, 0, count - 1), Math.Clamp(end, -1, count - 1));
        long distance = step > 0 ? end - start : start - end;
        return Places(distance <= 0 ? 0 : ((distance - 1) / Math.Abs(step)) + 1).Select(place => start + (place * step));
    }

    private void AddPad(Step step, int output)
    {
        ImmutableArray<long> shape = CoreInput(step, 0).Shape;
        long[] pads = KnownInput(step, 1, "pads");
        int[] axes = Axes(step, 3, shape.Length);
        string mode = step.Attributes.GetValueOrDefault("mode", "constant");
        long fill = Has(step, 2) ? KnownInput(step, 2, "a number to pad with") is [long only] ? only : throw Unsupported("pads with more than a number") : 0;
        if (pads.Length != 2 * axes.Length || pads.Any(static pad => pad is < -(1L << LogMostCells) or > 1L << LogMostCells) || mode is not ("constant" or "edge" or "reflect" or "wrap"))
            throw Unsupported("has pads that do not fit its axes, are too large, or are filled in another way");
        AxisMap[] maps = [.. shape.Select(AxisMap.Same)];
        for (int index = 0; index < axes.Length; index++)
        {
            (long count, long begin) = (shape[axes[index]], pads[index]);
            long padded = count + begin + pads[axes.Length + index];
            RequireSmall([padded]);
            maps[axes[index]] = AxisMap.OfAxis(count, Places(padded).Select(place => Padded(place - begin, count, mode)));
        }

        AddMapped(step.Inputs[0], maps, fill, output);
    }

    /// <summary>The cell that stands for one that may be outside.</summary>
    private static long Padded(long cell, long count, string mode)
    {
        if (mode == "edge")
            return Math.Clamp(cell, 0, count - 1);
        if (mode == "wrap")
            return ((cell % count) + count) % count;
        if (mode != "reflect" || count == 1)
            return mode == "reflect" ? 0 : cell;
        long period = 2 * (count - 1);
        long place = ((cell % period) + period) % period;
        return Math.Min(place, period - place);
    }

    private void AddExpand(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        ImmutableArray<long> shape = BroadcastShape(x.Shape, [.. ConstantInput(step, 1)]);
        RequireSmall(shape);
        AddBroadcast(step.Inputs[0], shape, output);
    }

    private void AddBroadcast(int x, ImmutableArray<long> shape, int output) =>
        AddMapped(x, [.. shape.Select((_, axis) => Broadcasting(_values[x]!.Shape, shape, axis, axisCount: 1))], fill: 0, output);

    /// <summary>The cells of a tensor for those of some axes of the shape that it is broadcast to.</summary>
    private static AxisMap Broadcasting(ImmutableArray<long> from, ImmutableArray<long> to, int axis, int axisCount)
    {
        int first = Math.Max(0, axis - to.Length + from.Length);
        ImmutableArray<long> own = from[first..Math.Max(first, axis + axisCount - to.Length + from.Length)];
        ImmutableArray<long> group = to.Slice(axis, axisCount);
        return own.AsSpan().SequenceEqual(group.AsSpan())
            ? new(axisCount, own.Length, Product(own), default)
            : new(axisCount, own.Length, Product(own), [.. StridedCells.Places(group, StridedCells.Strides(own, group)).Select(static place => (int)place)]);
    }

    private void AddTile(Step step, int output)
    {
        ImmutableArray<long> shape = CoreInput(step, 0).Shape;
        long[] repeats = ConstantInput(step, 1);
        if (repeats.Length != shape.Length)
            throw Unsupported("has no number of repeats for each axis");
        RequireSmall([.. repeats]);
        RequireSmall([.. shape.Select((count, axis) => count * repeats[axis])]);
        AddMapped(step.Inputs[0], [.. shape.Select((count, axis) => repeats[axis] == 1 ? AxisMap.Same(count) : AxisMap.OfAxis(count, Places(count * repeats[axis]).Select(place => place % count)))], fill: 0, output);
    }

    private void AddBlocks(Step step, int output)
    {
        ImmutableArray<long> shape = CoreInput(step, 0).Shape;
        long size = Integer(step, "blocksize", 0);
        bool toSpace = step.Operator == "DepthToSpace";
        bool isFirst = step.Attributes.GetValueOrDefault("mode", "dcr") == "dcr";
        if (shape.Length != 4 || size < 1 || size > 1L << (LogMostCells / 2) || (toSpace ? shape[1] % (size * size) : (shape[2] % size) + (shape[3] % size)) != 0)
            throw Unsupported("has blocks that do not divide its axes");
        (long n, long c, long h, long w) = (shape[0], shape[1], shape[2], shape[3]);
        if (toSpace && isFirst)
            AddReordered(step.Inputs[0], [n, size, size, c / (size * size), h, w], [0, 3, 4, 1, 5, 2], [n, c / (size * size), h * size, w * size], output);
        else if (toSpace)
            AddReordered(step.Inputs[0], [n, c / (size * size), size, size, h, w], [0, 1, 4, 2, 5, 3], [n, c / (size * size), h * size, w * size], output);
        else
            AddReordered(step.Inputs[0], [n, c, h / size, size, w / size, size], [0, 3, 5, 1, 2, 4], [n, c * size * size, h / size, w / size], output);
    }

    /// <summary>The cells in other axes, their order changed, in other axes again.</summary>
    private void AddReordered(int x, ImmutableArray<long> axes, ImmutableArray<int> order, ImmutableArray<long> shape, int output)
    {
        (int split, int turned) = (AddValue(), AddValue());
        AddSame(x, axes, split);
        AddOrdered(split, order, turned);
        AddSame(turned, shape, output);
    }

    /// <summary>One axis of x made of its own cells.</summary>
    private void AddAlong(int x, int axis, IEnumerable<long> cells, long fill, int output)
    {
        ImmutableArray<long> shape = _values[x]!.Shape;
        AddMapped(x, [.. Along(shape, axis, AxisMap.OfAxis(shape[axis], cells))], fill, output);
    }

    private static ImmutableArray<AxisMap> Along(ImmutableArray<long> shape, int axis, AxisMap map) => [.. shape.Select((count, index) => index == axis ? map : AxisMap.Same(count))];

    /// <summary>A placement of one tensor, with a group for each axis.</summary>
    private void AddMapped(int x, AxisMap[] maps, long fill, int output) =>
        AddPlacement([new(x, [.. maps])], [.. maps.Select(static map => (long)map.CellCount)], fill, output);

    private void AddPlacement(ImmutableArray<PlacementPart> parts, ImmutableArray<long> shape, long fill, int output)
    {
        CountHeld(parts.Sum(static part => part.Maps.Sum(static map => map.Cells.IsDefault ? 0L : map.Cells.Length)));
        Interval[] bounds = [.. parts.Select(part => _values[part.X]!.Bounds)];
        if (parts.Sum(static part => part.Maps.Aggregate(1L, static (count, map) => count * map.SourcedCount)) < Product(shape))
            bounds = [.. bounds, Point(fill)];
        SetValue(output, ValueRole.Virtual, shape, Interval.Around(bounds));
        AxisMap scalar = new(0, 0, 1, default);
        AddStep(new PlacementStep([.. parts.Select(part => part.Maps.IsEmpty ? part with { Maps = [scalar] } : part)], fill, output));
    }

    private void RequireSmall(ImmutableArray<long> shape)
    {
        if (!IsSmall(shape))
            throw Unsupported($"makes an empty tensor, or one of more than 2^{LogMostCells} cells");
    }

    private int AxisIn(Step step, int axisCount, int otherwise)
    {
        int axis = Counted(Integer(step, "axis", otherwise), axisCount);
        return axis >= 0 && axis < axisCount ? axis : throw Unsupported("names an axis that there is not");
    }

    /// <summary>The axes that an input lists, in its order; all if it is absent.</summary>
    private int[] Axes(Step step, int index, int axisCount)
    {
        long[] axes = Has(step, index) ? ConstantInput(step, index) : [.. Places(axisCount)];
        _ = AxisSet(axes, axisCount);
        return [.. axes.Select(axis => (int)(axis < 0 ? axis + axisCount : axis))];
    }

    private static IEnumerable<long> Places(long count) => Enumerable.Range(0, (int)count).Select(static place => (long)place);
}
