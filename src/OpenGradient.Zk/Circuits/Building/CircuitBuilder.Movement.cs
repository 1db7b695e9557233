using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>Sums, and what only moves cells.</content>
internal sealed partial class CircuitBuilder
{
    private void AddSum(Step step, int output)
    {
        (_, _) = (CoreInput(step, 0), CoreInput(step, 1));
        AddSum(step.Inputs[0], step.Inputs[1], step.Operator == "Sub", output);
    }

    private void AddSum(int left, int right, bool isDifference, int output)
    {
        (CircuitValue x, CircuitValue y) = (_values[left]!, _values[right]!);
        ImmutableArray<long> shape = BroadcastShape(x.Shape, y.Shape);
        int axis = Math.Max(BoundsAxisIn(shape, x), BoundsAxisIn(shape, y));
        ImmutableArray<CellInterval> cells = axis < 0 ? default : BoundsOfEach(left, right, shape, axis, isDifference ? static (x, y) => x - y : static (x, y) => x + y);
        Interval bounds = axis >= 0 ? CellInterval.Around(cells.AsSpan()) : isDifference ? x.Bounds - y.Bounds : x.Bounds + y.Bounds;
        SetValue(output, ValueRole.Virtual, shape, bounds, boundsAxis: axis, axisBounds: cells);
        AddStep(new SumStep(left, right, isDifference, output));
    }

    private void AddReshape(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        ImmutableArray<long> shape = step.Operator switch
        {
            "Flatten" => Flattened(x.Shape, Integer(step, "axis", 1)),
            "Reshape" => Reshaped(x.Shape, ConstantInput(step, 1), Integer(step, "allowzero", 0) == 1),
            "Squeeze" => Squeezed(x.Shape, step),
            _ => Unsqueezed(x.Shape, ConstantInput(step, 1)),
        };
        if (!IsSmall(shape) || Product(shape) != x.CellCount)
            throw Unsupported("gives axes that do not have as many cells");
        AddSame(step.Inputs[0], shape, output);
    }

    /// <summary>The cells of <paramref name="x"/> in other axes, or in the same.</summary>
    private void AddSame(int x, ImmutableArray<long> shape, int output)
    {
        SetValue(output, ValueRole.Virtual, shape, _values[x]!.Bounds);
        _sameCells[output] = x;
        AddStep(new ReshapeStep(x, output));
    }

    private ImmutableArray<long> Flattened(ImmutableArray<long> shape, int axis)
    {
        if (axis < 0)
            axis += shape.Length;
        return axis >= 0 && axis <= shape.Length ? [Product(shape[..axis]), Product(shape[axis..])] : throw Unsupported("flattens at an axis that there is not");
    }

    private ImmutableArray<long> Reshaped(ImmutableArray<long> shape, long[] wanted, bool allowsZero)
    {
        long[] sizes = [.. wanted.Select((size, axis) => size == 0 && !allowsZero && axis < shape.Length ? shape[axis] : size)];
        int rest = Array.IndexOf(sizes, -1);
        if (rest < 0)
            return [.. sizes];
        sizes[rest] = 1;
        if (!IsSmall([.. sizes]))
            throw Unsupported("gives axes that do not have as many cells");
        sizes[rest] = Product(shape) / Product([.. sizes]);
        return [.. sizes];
    }

    private ImmutableArray<long> Squeezed(ImmutableArray<long> shape, Step step)
    {
        bool[] dropped = [.. shape.Select(static count => count == 1)];
        if (step.Inputs.Length > 1 && step.Inputs[1] != Step.Absent)
            dropped = AxisSet(ConstantInput(step, 1), shape.Length);
        return [.. shape.Where((_, axis) => !dropped[axis])]; // one that is not of size 1 changes the number of cells
    }

    private ImmutableArray<long> Unsqueezed(ImmutableArray<long> shape, long[] axes)
    {
        bool[] added = AxisSet(axes, shape.Length + axes.Length);
        int next = 0;
        return [.. added.Select(isAdded => isAdded ? 1 : shape[next++])];
    }

    private void AddTranspose(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        long[] order = Integers(step, "perm") ?? [.. Enumerable.Range(0, x.Shape.Length).Select(axis => x.Shape.Length - 1L - axis)];
        if (order.Length != x.Shape.Length || AxisSet(order, order.Length).Contains(false))
            throw Unsupported("has no order of its axes");
        AddOrdered(step.Inputs[0], [.. order.Select(axis => (int)(axis < 0 ? axis + order.Length : axis))], output);
    }

    /// <summary>Axis i of the output is axis <paramref name="order"/>[i] of x.</summary>
    private void AddOrdered(int x, ImmutableArray<int> order, int output)
    {
        SetValue(output, ValueRole.Virtual, [.. order.Select(axis => _values[x]!.Shape[axis])], _values[x]!.Bounds);
        AddStep(new TransposeStep(x, order, output));
    }

    /// <summary>For each of so many axes whether it is named; each at most once.</summary>
    private bool[] AxisSet(long[] axes, int axisCount)
    {
        if (axisCount > ProgramValidator.MaxRank)
            throw Unsupported("has too many axes");
        bool[] named = new bool[axisCount];
        foreach (long axis in axes)
        {
            long own = axis < 0 ? axis + axisCount : axis;
            if (own < 0 || own >= axisCount || named[own])
                throw Unsupported("names an axis that there is not, or twice");
            named[own] = true;
        }

        return named;
    }

    /// <summary>A short list that the Program holds.</summary>
    private long[] ConstantInput(Step step, int index)
    {
        _ = Input(step, index);
        return ConstantOf(step.Inputs[index]) is { Length: <= ProgramValidator.MaxRank } list ? list : throw Unsupported($"has an input {index} that is no short constant");
    }

    /// <summary>A setting that is a list; null if it is not there.</summary>
    private long[]? Integers(Step step, string name)
    {
        if (!step.Attributes.TryGetValue(name, out string? text) || text.Length == 0)
            return null;
        string[] parts = text.Split(',');
        int[] numbers = new int[parts.Length];
        for (int index = 0; index < parts.Length; index++)
        {
            if (!int.TryParse(parts[index], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[index]))
                throw Unsupported($"has a setting '{name}' that is no list of numbers");
        }

        return Array.ConvertAll(numbers, static number => (long)number);
    }
}
