using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>Rules for products, windows and reductions.</summary>
internal static class ProductFacts
{
    public static IEnumerable<KeyValuePair<string, Func<StepFacts, ValueFacts>>> All()
    {
        yield return new("Linear", static step => ValueFacts.Of(step[0].Type, step[0].Shape is { Length: > 0 } x && step[1].Shape is [{ } outputs, _] ? [.. x[..^1], outputs] : null));
        yield return new("MatMul", static step => ValueFacts.Of(step[0].Type, MatMul(step[0].Shape, step[1].Shape)));
        yield return new("Conv", static step => ValueFacts.Of(step[0].Type, Window(step, step[1].Shape is { Length: > 2 } weights ? weights[2..] : null, step[1].Shape?[0])));
        yield return new("MatMulInteger", static step => ValueFacts.Of(ElementType.Int32, MatMul(step[0].Shape, step[1].Shape)));
        yield return new("ConvInteger", static step => ValueFacts.Of(ElementType.Int32, Window(step, step[1].Shape is { Length: > 2 } weights ? weights[2..] : null, step[1].Shape?[0])));
        yield return new("Attention", static step => ValueFacts.Of(step[0].Type, step[0].Shape is { Length: > 2 } q ? [.. q[..^1], q.Length == 4 && step[2].Shape is { Length: 4 } v ? v[^1] : null] : null));
        foreach (string name in Pools)
            yield return new(name, static step => ValueFacts.Of(step[0].Type, Window(step, step.Integers("kernel_shape")?.Select(static size => (long?)size).ToArray(), step[0].Shape is { Length: > 1 } x ? x[1] : null)));
        foreach (string name in Reductions)
            yield return new(name, static step => ValueFacts.Of(step[0].Type, Reduce(step)));
        foreach (string name in Places)
            yield return new(name, static step => ValueFacts.Of(ElementType.Int64, Drop(step, [step.Integer("axis", 0)])));
    }

    private static long?[]? MatMul(long?[]? a, long?[]? b)
    {
        if (a is not { Length: > 0 } || b is not { Length: > 0 })
            return null;
        long?[]? batch = FactRules.Broadcast(a.Length > 2 ? a[..^2] : [], b.Length > 2 ? b[..^2] : []);
        return batch is null ? null : [.. batch, .. a.Length > 1 ? [a[^2]] : (long?[])[], .. b.Length > 1 ? [b[^1]] : (long?[])[]];
    }

    private static long?[]? Window(StepFacts step, long?[]? kernel, long? channels)
    {
        if (step[0].Shape is not { Length: > 2 } x)
            return null;
        long?[] shape = [x[0], channels, .. new long?[x.Length - 2]];
        if (kernel?.Length != x.Length - 2 || step.Text("auto_pad", "explicit") != "explicit" || step.Integer("ceil_mode", 0) != 0)
            return shape;
        long[] strides = step.Integers("strides") ?? [.. kernel.Select(static _ => 1L)];
        long[] dilations = step.Integers("dilations") ?? [.. kernel.Select(static _ => 1L)];
        long[] pads = step.Integers("pads") ?? new long[2 * kernel.Length];
        if (strides.Length != kernel.Length || dilations.Length != kernel.Length || pads.Length != 2 * kernel.Length || !strides.Concat(dilations).Concat(pads).All(static number => number is >= 0 and < 1 << 24))
            return shape;
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            long? room = x[axis + 2] + pads[axis] + pads[axis + kernel.Length] - ((dilations[axis] * (kernel[axis] - 1)) + 1);
            shape[axis + 2] = room >= 0 && strides[axis] > 0 ? (room / strides[axis]) + 1 : null;
        }

        return shape;
    }

    private static long?[]? Reduce(StepFacts step)
    {
        if (step[0].Shape is not { } shape)
            return null;
        if (step.Has(1))
            return step.List(1) is not { } axes ? null : axes.Length > 0 ? Drop(step, axes) : step.Integer("noop_with_empty_axes", 0) != 0 ? shape : Drop(step, All(0, shape.Length));
        return step.Integer("noop_with_empty_axes", 0) != 0 ? shape : Drop(step, All(step.Integer("first_axis", 0), shape.Length));
    }

    private static long[] All(long first, int rank) => [.. Enumerable.Range(0, rank).Select(static axis => (long)axis).Where(axis => axis >= first)];

    private static long?[]? Drop(StepFacts step, long[] axes)
    {
        if (step[0].Shape is not { } shape)
            return null;
        HashSet<int?> dropped = [.. axes.Select(axis => StepFacts.Axis(axis, shape.Length))];
        if (dropped.Contains(null))
            return null;
        return step.Integer("keepdims", 1) != 0
            ? [.. shape.Select((size, axis) => dropped.Contains(axis) ? 1 : size)]
            : [.. shape.Where((_, axis) => !dropped.Contains(axis))];
    }

    private static readonly string[] Pools = ["AveragePool", "LpPool"];

    private static readonly string[] Reductions = ["ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare"];

    private static readonly string[] Places = ["ArgMax", "ArgMin"];
}
