using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>Rules for the steps that move elements and speak of shapes; they follow lists of integers, known element by element.</summary>
internal static class MovementFacts
{
    public static IEnumerable<KeyValuePair<string, Func<StepFacts, ValueFacts>>> All() =>
    [
        new("Concat", Concat),
        new("Expand", static step => Shaped(step, step[1].Integers is { } shape ? FactRules.Broadcast(step[0].Shape, shape) : null)),
        new("Flatten", Flatten),
        new("Gather", Gather),
        new("GatherElements", static step => ValueFacts.Of(step[0].Type, step[1].Shape)),
        new("Pad", static step => Shaped(step, step[0].Rank is { } rank ? new long?[rank] : null)),
        new("Range", static step => ValueFacts.Of(step[0].Type, [RangeCount(step)])),
        new("Reshape", Reshape),
        new("Shape", Shape),
        new("Slice", Slice),
        new("Squeeze", Squeeze),
        new("Tile", Tile),
        new("Transpose", Transpose),
        new("Unsqueeze", Unsqueeze),
    ];

    /// <summary>Parts of a known shape, if sizes are known or parts are equal.</summary>
    public static void Split(StepFacts step, DraftStep split)
    {
        if (step[0].Shape is not { } shape || StepFacts.Axis(step.Integer("axis", 0), shape.Length) is not { } axis)
            return;
        long[]? sizes = step.List(1);
        int count = split.Outputs.Length;
        for (int output = 0; output < count; output++)
        {
            long?[] part = [.. shape];
            part[axis] = sizes is not null ? sizes.ElementAtOrDefault(output) : !step.Has(1) && shape[axis] is { } size && size % count == 0 ? size / count : null;
            split.Outputs[output].Facts = ValueFacts.Of(step[0].Type, part);
        }
    }

    private static ValueFacts Shaped(StepFacts step, long?[]? shape) => ValueFacts.Of(step[0].Type, shape);

    /// <summary>The same elements under another shape.</summary>
    private static ValueFacts Renamed(StepFacts step, long?[]? shape)
    {
        ValueFacts facts = Shaped(step, shape);
        return facts.Integers is { } own && step[0].Integers is { } given && own.Length == given.Length ? facts with { Integers = given } : facts;
    }

    private static ValueFacts Shape(StepFacts step)
    {
        if (step[0].Shape is not { } shape)
            return ValueFacts.Of(ElementType.Int64, [null]);
        int start = Clamp(step.Integer("start", 0), shape.Length);
        int end = Clamp(step.Integer("end", shape.Length), shape.Length);
        long?[] dimensions = start < end ? shape[start..end] : [];
        return new ValueFacts(ElementType.Int64, [dimensions.Length], dimensions);
    }

    private static int Clamp(long place, int rank) => (int)Math.Clamp(place < 0 ? place + rank : place, 0, rank);

    private static ValueFacts Concat(StepFacts step)
    {
        if (step[0].Shape is not { } first || StepFacts.Axis(step.Integer("axis", 0), first.Length) is not { } axis)
            return ValueFacts.Of(step[0].Type, null);
        long?[] shape = [.. first];
        var integers = new List<long?>(step[0].Integers ?? []);
        for (int input = 1; input < step.Count; input++)
        {
            if (step[input].Shape is not { } other || other.Length != shape.Length)
                return ValueFacts.Of(step[0].Type, null);
            for (int place = 0; place < shape.Length; place++)
                shape[place] = place == axis ? shape[place] + other[place] : shape[place] ?? other[place];
            integers.AddRange(step[input].Integers ?? []);
        }

        ValueFacts facts = Shaped(step, shape);
        return facts.Integers?.Length == integers.Count ? facts with { Integers = [.. integers] } : facts;
    }

    private static ValueFacts Gather(StepFacts step)
    {
        if (step[0].Shape is not { } shape || step[1].Shape is not { } indices || StepFacts.Axis(step.Integer("axis", 0), shape.Length) is not { } axis)
            return ValueFacts.Of(step[0].Type, null);
        ValueFacts facts = Shaped(step, [.. shape[..axis], .. indices, .. shape[(axis + 1)..]]);
        if (facts.Integers is null || step[0].Integers is not { } from || step.List(1) is not { } places || places.Length != facts.Integers.Length)
            return facts;
        bool isInside = shape.Length == 1 && Array.TrueForAll(places, place => place >= -from.Length && place < from.Length);
        return isInside ? facts with { Integers = Array.ConvertAll(places, place => from[place < 0 ? place + from.Length : place]) } : facts;
    }

    private static ValueFacts Slice(StepFacts step)
    {
        if (step[0].Shape is not { } shape)
            return ValueFacts.Of(step[0].Type, null);
        long[]? axes = step.Has(3) ? step.List(3) : step.List(1) is { } all ? [.. Enumerable.Range(0, all.Length).Select(static axis => (long)axis)] : null;
        long[]? steps = step.Has(4) ? step.List(4) : axes?.Select(static _ => 1L).ToArray();
        if (axes is null || steps is null || step.List(1) is not { } starts || step.List(2) is not { } ends || starts.Length != axes.Length || ends.Length != axes.Length || steps.Length != axes.Length)
            return Shaped(step, new long?[shape.Length]);
        long?[] sliced = [.. shape];
        long?[]? integers = step[0].Integers;
        for (int index = 0; index < axes.Length; index++)
        {
            if (StepFacts.Axis(axes[index], shape.Length) is not { } axis || steps[index] == 0)
                return Shaped(step, null);
            long[]? places = shape[axis] is { } size and <= int.MaxValue ? [.. SlicePlaces(size, starts[index], ends[index], steps[index])] : null;
            sliced[axis] = places is null ? null : places[1];
            integers = places is null || integers is null ? null : Take(integers, places[0], places[1], steps[index]);
        }

        ValueFacts facts = Shaped(step, sliced);
        return facts.Integers is not null && integers?.Length == facts.Integers.Length ? facts with { Integers = integers } : facts;
    }

    /// <summary>First place and count: spec/exec-1, section 8, and ONNX's clamping.</summary>
    private static long[] SlicePlaces(long size, long start, long end, long step)
    {
        Int128 first = Int128.Clamp(start < 0 ? (Int128)start + size : start, 0, step > 0 ? size : Math.Max(0, size - 1));
        Int128 last = Int128.Clamp(end < 0 ? (Int128)end + size : end, step > 0 ? 0 : -1, size);
        Int128 count = step > 0 ? (last - first + step - 1) / step : (first - last - step - 1) / -(Int128)step;
        return size == 0 || count <= 0 ? [0, 0] : [(long)first, (long)count];
    }

    private static long?[]? Take(long?[] from, long first, long count, long step)
    {
        if (count > 0 && (first < 0 || first >= from.Length || first + ((count - 1) * step) < 0 || first + ((count - 1) * step) >= from.Length))
            return null;
        return [.. Enumerable.Range(0, (int)count).Select(place => from[first + (place * step)])];
    }

    private static ValueFacts Squeeze(StepFacts step)
    {
        if (step[0].Shape is not { } shape)
            return ValueFacts.Of(step[0].Type, null);
        if (!step.Has(1))
            return Renamed(step, step[0].KnownShape is null ? null : [.. shape.Where(static size => size != 1)]);
        if (step.List(1) is not { } axes)
            return Shaped(step, null);
        HashSet<int?> dropped = [.. axes.Select(axis => StepFacts.Axis(axis, shape.Length))];
        return Renamed(step, dropped.Contains(null) ? null : [.. shape.Where((_, axis) => !dropped.Contains(axis))]);
    }

    private static ValueFacts Unsqueeze(StepFacts step)
    {
        if (step[0].Shape is not { } shape || step.List(1) is not { } axes || shape.Length + axes.Length > ProgramValidator.MaxRank)
            return ValueFacts.Of(step[0].Type, null);
        int rank = shape.Length + axes.Length;
        HashSet<int?> added = [.. axes.Select(axis => StepFacts.Axis(axis, rank))];
        if (added.Contains(null) || added.Count != axes.Length)
            return Shaped(step, null);
        var rest = new Queue<long?>(shape);
        return Renamed(step, [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : rest.Dequeue())]);
    }

    private static ValueFacts Flatten(StepFacts step)
    {
        if (step[0].KnownShape is not { } shape)
            return Shaped(step, [null, null]);
        int axis = Clamp(step.Integer("axis", 1), shape.Length);
        return Shaped(step, [Product(shape[..axis]), Product(shape[axis..])]);
    }

    private static ValueFacts Transpose(StepFacts step)
    {
        if (step[0].Shape is not { } shape)
            return ValueFacts.Of(step[0].Type, null);
        long[] order = step.Integers("perm") ?? [.. Enumerable.Range(0, shape.Length).Reverse().Select(static axis => (long)axis)];
        bool isOrder = order.Length == shape.Length && order.Order().SequenceEqual(Enumerable.Range(0, shape.Length).Select(static axis => (long)axis));
        return Shaped(step, isOrder ? [.. order.Select(axis => shape[axis])] : null);
    }

    private static ValueFacts Tile(StepFacts step) => Shaped(
        step,
        step[0].Shape is { } shape && step[1].Integers is { } repeats && repeats.Length == shape.Length
            ? [.. shape.Zip(repeats, static (size, count) => Multiply(size, count))]
            : null);

    private static ValueFacts Reshape(StepFacts step)
    {
        if (step[1].Integers is not { } asked)
            return ValueFacts.Of(step[0].Type, step[1].Shape is [{ } rank] ? new long?[Math.Min(rank, ProgramValidator.MaxRank)] : null);
        bool keepsZero = step.Integer("allowzero", 0) != 0;
        long?[] shape = new long?[asked.Length];
        for (int axis = 0; axis < asked.Length; axis++)
            shape[axis] = asked[axis] == 0 && !keepsZero ? (step[0].Shape is { } from && axis < from.Length ? from[axis] : null) : asked[axis] < 0 ? null : asked[axis];
        int rest = Array.IndexOf(asked, -1L);
        if (rest >= 0 && step[0].KnownShape is { } known && shape.Where((_, axis) => axis != rest).All(static size => size is not null))
        {
            long others = Product([.. shape.Where((_, axis) => axis != rest).Select(static size => size!.Value)]);
            shape[rest] = others > 0 && Product(known) % others == 0 ? Product(known) / others : null;
        }

        return Renamed(step, shape);
    }

    private static long? RangeCount(StepFacts step) =>
        step.List(0) is [{ } start] && step.List(1) is [{ } limit] && step.List(2) is [{ } delta] && delta != 0 && Math.Abs(start) < Far && Math.Abs(limit) < Far && Math.Abs(delta) < Far
            ? Math.Max(0, (limit - start + delta - Math.Sign(delta)) / delta)
            : null;

    private static long? Multiply(long? x, long? y) => x is >= 0 and < int.MaxValue && y is >= 0 and < int.MaxValue ? x * y : null;

    /// <summary>What does not fit is no shape; the run says so.</summary>
    private static long Product(long[] sizes)
    {
        Int128 product = 1;
        foreach (long size in sizes)
            product = Int128.Min(product * size, long.MaxValue);
        return (long)product;
    }

    private const long Far = 1L << 40;
}
