using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>What picks cells by public indices or conditions.</content>
internal sealed partial class CircuitBuilder
{
    private readonly Dictionary<int, int> _sameCells = []; // of a value in other axes or another type, the value itself

    private void AddGather(Step step, int output)
    {
        CircuitValue x = TableInput(step, 0);
        CircuitValue indices = CoreInput(step, 1);
        int axis = AxisIn(step, x.Shape.Length, otherwise: 0);
        if (ConstantOf(step.Inputs[1]) is { } known)
            AddPlacement([new(step.Inputs[0], Picked(x.Shape, axis, indices.Shape.Length, known))], Replaced(x.Shape, axis, 1, indices.Shape), fill: 0, output);
        else if (BorderOf(step.Inputs[1]) is int border)
            AddPick(step.Inputs[0], border, axis, indices.Shape, output);
        else
            AddComputedGather(step, axis, output);
    }

    private ImmutableArray<AxisMap> Picked(ImmutableArray<long> shape, int axis, int indexAxisCount, long[] indices)
    {
        if (!indices.All(index => index >= -shape[axis] && index < shape[axis]))
            throw Unsupported("has an index that is outside");
        AxisMap map = new(indexAxisCount, 1, shape[axis], [.. indices.Select(index => (int)(index < 0 ? index + shape[axis] : index))]);
        return Along(shape, axis, map);
    }

    /// <summary>By the elements of a border input, which must name a cell of the axis: no run has others.</summary>
    private void AddPick(int x, int indices, int axis, ImmutableArray<long> indexShape, int output)
    {
        CircuitValue value = _values[x]!;
        Interval bounds = _values[indices]!.Bounds;
        long count = value.Shape[axis];
        _values[indices] = _values[indices]! with { Bounds = new(BigInteger.Max(bounds.Low, -count), BigInteger.Min(bounds.High, count - 1)) };
        SetValue(output, ValueRole.Virtual, Replaced(value.Shape, axis, 1, indexShape), value.Bounds);
        AddStep(new PickStep(x, indices, value.Shape[..axis], count, value.Shape[(axis + 1)..], indexShape.Length, output));
    }

    private static ImmutableArray<long> Replaced(ImmutableArray<long> shape, int axis, int count, ImmutableArray<long> by) => [.. shape[..axis], .. by, .. shape[(axis + count)..]];

    /// <summary>The public border input that the value is, in other axes or another type; null if it is none.</summary>
    private int? BorderOf(int value)
    {
        while (_sameCells.TryGetValue(value, out int same))
            value = same;
        return _borderInputs.Contains(value) && _values[value]!.Role == ValueRole.Public ? value : null;
    }

    /// <summary>An input of the core, or a constant that is a weight.</summary>
    private CircuitValue TableInput(Step step, int index)
    {
        int place = Input(step, index).Role == ValueRole.Outside ? step.Inputs[index] - _program.Inputs.Length : -1;
        if (place >= 0 && place < _program.Constants.Length && _program.Constants[place].Encoding is "i8" or "i16")
            AddWeight(step.Inputs[index]);
        return Input(step, index).Role == ValueRole.Weight ? Input(step, index) : CoreInput(step, index);
    }

    private void AddWhere(Step step, int output)
    {
        ImmutableArray<long>[] shapes = [CoreInput(step, 0).Shape, CoreInput(step, 1).Shape, CoreInput(step, 2).Shape];
        ImmutableArray<long> shape = BroadcastShape(shapes);
        RequireSmall(shape);
        if (ConstantOf(step.Inputs[0]) is not { } condition)
        {
            AddSelection(BitInput(step, 0), step.Inputs[1], step.Inputs[2], output);
            return;
        }

        (int first, int end) = Spanned(shapes[0], shape.Length);
        ImmutableArray<long> group = shape[first..end];
        AxisMap spread = Broadcasting(shapes[0], shape, first, end - first);
        bool[] isTrue = [.. Enumerable.Range(0, (int)Product(group)).Select(cell => condition[spread.SourceOf(cell)] != 0)];
        PlacementPart[] parts = [Masked(step.Inputs[1], shape, first, end, isTrue), Masked(step.Inputs[2], shape, first, end, [.. isTrue.Select(static bit => !bit)])];
        if (ConstantOf(step.Inputs[2]) is [long otherwise])
            AddPlacement([parts[0]], shape, otherwise, output);
        else if (ConstantOf(step.Inputs[1]) is [long fill])
            AddPlacement([parts[1]], shape, fill, output);
        else
            AddPlacement([.. parts], shape, fill: 0, output);
    }

    /// <summary>The least range of axes outside of which a tensor is the same everywhere, among those that it is broadcast to.</summary>
    private static (int First, int End) Spanned(ImmutableArray<long> shape, int axisCount)
    {
        int[] axes = [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] > 1).Select(axis => axis + axisCount - shape.Length)];
        return axes.Length == 0 ? (0, 0) : (axes[0], axes[^1] + 1);
    }

    /// <summary>The cells of a tensor that is broadcast, where a condition over a range of the axes holds.</summary>
    private PlacementPart Masked(int x, ImmutableArray<long> shape, int first, int end, bool[] isTrue)
    {
        ImmutableArray<long> own = _values[x]!.Shape;
        AxisMap all = Broadcasting(own, shape, first, end - first);
        AxisMap masked = all with { Cells = [.. isTrue.Select((bit, cell) => bit ? all.SourceOf(cell) : AxisMap.Nothing)] };
        return new(x, [
            .. Enumerable.Range(0, first).Select(axis => Broadcasting(own, shape, axis, 1)),
            masked,
            .. Enumerable.Range(end, shape.Length - end).Select(axis => Broadcasting(own, shape, axis, 1))]);
    }
}
