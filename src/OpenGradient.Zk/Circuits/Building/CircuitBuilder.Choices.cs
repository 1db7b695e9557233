using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>What is chosen by bits that are computed, and the largest and smallest of rows.</content>
internal sealed partial class CircuitBuilder
{
    private void AddLogic(Step step, int output)
    {
        (int x, int y) = (BitInput(step, 0), BitInput(step, 1));
        if (step.Operator == "And")
        {
            AddProduct(x, y, Bit, output);
            return;
        }

        int both = AddProduct(x, y, Bit, AddValue());
        int either = AddDifference(AddSum(x, y), both);
        if (step.Operator == "Or")
            AddBounded(either, Bit, output);
        else
            AddBounded(AddDifference(either, both), Bit, output);
    }

    /// <summary>y + c (x - y).</summary>
    private void AddSelection(int condition, int x, int y, int output)
    {
        Interval difference = _values[x]!.Bounds - _values[y]!.Bounds;
        int chosen = AddProduct(condition, AddDifference(x, y), Interval.Around([difference, Point(0)]), AddValue());
        SetValue(output, ValueRole.Virtual, BroadcastShape(_values[chosen]!.Shape, _values[y]!.Shape), Interval.Around([_values[x]!.Bounds, _values[y]!.Bounds]));
        AddStep(new SumStep(chosen, y, IsDifference: false, output));
    }

    private void AddArgument(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        int axis = AxisIn(step, x.Shape.Length, otherwise: 0);
        (int choice, _) = AddChoice(step.Inputs[0], axis, x.Bounds, step.Operator == "ArgMax", Integer(step, "select_last_index", 0) == 1);
        AddSame(AddIndex(choice, axis), Integer(step, "keepdims", 1) == 1 ? x.Shape.SetItem(axis, 1) : x.Shape.RemoveAt(axis), output);
    }

    /// <summary>One choice after another; what was chosen is moved behind all others.</summary>
    private void AddTop(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        int axis = AxisIn(step, x.Shape.Length, otherwise: -1);
        long count = KnownInput(step, 1, "a count") is [long only] && only >= 1 && only <= x.Shape[axis] ? only : throw Unsupported("has no count of the cells of its axis");
        bool isLargest = Integer(step, "largest", 1) == 1;
        BigInteger distance = x.Bounds.High - x.Bounds.Low + 1;
        int behind = AddConstant((long)(isLargest ? -distance : distance));
        Interval moved = isLargest ? x.Bounds with { Low = x.Bounds.Low - distance } : x.Bounds with { High = x.Bounds.High + distance };
        int rest = step.Inputs[0];
        var values = ImmutableArray.CreateBuilder<int>();
        var indices = ImmutableArray.CreateBuilder<int>();
        for (long place = 0; place < count; place++)
        {
            (int choice, int extreme) = AddChoice(rest, axis, x.Bounds, isLargest, isLast: false);
            values.Add(extreme);
            indices.Add(AddIndex(choice, axis));
            if (place < count - 1)
                rest = AddBounded(AddSum(rest, AddProduct(choice, behind, Symmetric(distance), AddValue())), moved, AddValue());
        }

        AddStacked(values.ToImmutable(), axis, output);
        if (step.OutputCount > 1)
            AddStacked(indices.ToImmutable(), axis, output + 1);
    }

    /// <summary>A bit for each cell, 1 for the largest (smallest) of each row, and this cell's number; each row is one cell of the axis.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="axis">Along which they lie.</param>
    /// <param name="bounds">Of the cells that can be chosen.</param>
    /// <param name="isMax">Whether it is the largest.</param>
    /// <param name="isLast">Whether it is the last of equals; otherwise the first.</param>
    private (int Choice, int Extreme) AddChoice(int x, int axis, Interval bounds, bool isMax, bool isLast)
    {
        CircuitValue value = _values[x]!;
        ChoiceKind kind = isMax ? isLast ? ChoiceKind.LastLargest : ChoiceKind.FirstLargest : isLast ? ChoiceKind.LastSmallest : ChoiceKind.FirstSmallest;
        int choice = AddChosen(x, value.Shape, axis, kind);
        int extreme = AddRowSum(AddProduct(choice, x, Interval.Around([value.Bounds, Point(0)]), AddValue()), axis, bounds);
        int equals = AddValue(); // 1 for each cell that has to be worse than the chosen one, not only as good
        SetValue(equals, ValueRole.Virtual, value.Shape, Bit);
        AddStep(new RunningSumStep(choice, axis, IsBehind: !isLast, equals));
        int lead = AddDifference(isMax ? AddDifference(extreme, x) : AddDifference(x, extreme), equals);
        AddNotNegative(lead, value.Bounds.High - value.Bounds.Low);
        return (choice, extreme);
    }

    private int AddChosen(int source, ImmutableArray<long> shape, int axis, ChoiceKind kind)
    {
        int column = AddColumn(shape);
        int choice = AddValue();
        SetValue(choice, ValueRole.Committed, shape, Bit, column);
        AddStep(new ChoiceStep(source, axis, kind, choice));
        return choice;
    }

    /// <summary>The number of the chosen cell of each row.</summary>
    private int AddIndex(int choice, int axis)
    {
        ImmutableArray<long> shape = _values[choice]!.Shape;
        int numbers = AddValue();
        SetKnown(numbers, [shape[axis], .. Repeated(1, shape.Length - axis - 1)], [.. Places(shape[axis])]);
        Interval bounds = new(0, shape[axis] - 1);
        return AddRowSum(AddProduct(choice, numbers, bounds, AddValue()), axis, bounds);
    }

    /// <summary>Σ along an axis, which has one cell then.</summary>
    private int AddRowSum(int x, int axis, Interval bounds)
    {
        int output = AddValue();
        SetValue(output, ValueRole.Virtual, _values[x]!.Shape.SetItem(axis, 1), bounds);
        AddStep(new AxisSumStep(x, [axis], output));
        return output;
    }

    /// <summary>That a value lies from 0 to a number, whatever its interval says.</summary>
    private void AddNotNegative(int x, BigInteger most)
    {
        int bits = Limbs.BitsOf(most);
        if (bits > MostDistanceBits)
            throw Unsupported("compares values that are too far apart");
        ImmutableArray<long> shape = _values[x]!.Shape;
        Limbs limbs = AddLimbs(shape, bits);
        int output = AddValue();
        SetValue(output, ValueRole.Virtual, shape, new(0, most));
        AddStep(new RangeStep(x, limbs, output));
    }

    /// <summary>Values of one cell along an axis, one behind the other.</summary>
    private void AddStacked(ImmutableArray<int> values, int axis, int output)
    {
        ImmutableArray<long> shape = _values[values[0]]!.Shape.SetItem(axis, values.Length);
        RequireSmall(shape);
        RequireSmall([values.Length, values.Length]);
        AddPlacement(
            [.. values.Select((value, place) => new PlacementPart(value, Along(shape, axis, AxisMap.OfAxis(1, Places(values.Length).Select(cell => cell == place ? 0L : -1)))))],
            shape,
            fill: 0,
            output);
    }

    private int AddSum(int left, int right)
    {
        int output = AddValue();
        AddSum(left, right, isDifference: false, output);
        return output;
    }

    /// <summary>The same cells, of which more is known than their interval says.</summary>
    private int AddBounded(int x, Interval bounds, int output)
    {
        SetValue(output, ValueRole.Virtual, _values[x]!.Shape, bounds);
        AddStep(new ReshapeStep(x, output));
        return output;
    }
}
