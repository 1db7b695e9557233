using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>Products of two values, and sums along axes.</content>
internal sealed partial class CircuitBuilder
{
    /// <summary>A vector is a matrix of one row, or of one column; the axis that it lacks is dropped from the product.</summary>
    private void AddMatMul(Step step, int output)
    {
        (CircuitValue left, CircuitValue right) = (CoreInput(step, 0), CoreInput(step, 1));
        if (left.Shape.IsEmpty || right.Shape.IsEmpty)
            throw Unsupported("multiplies something else than matrices");
        bool isRow = left.Shape.Length == 1;
        bool isColumn = right.Shape.Length == 1;
        int a = isRow ? AddReshaped(step.Inputs[0], [1, .. left.Shape]) : step.Inputs[0];
        int b = isColumn ? AddReshaped(step.Inputs[1], [.. right.Shape, 1]) : step.Inputs[1];
        if (!isRow && !isColumn)
        {
            AddMatrixProduct(a, b, output);
            return;
        }

        int product = AddValue();
        AddMatrixProduct(a, b, product);
        ImmutableArray<long> shape = _values[product]!.Shape;
        AddSame(product, [.. shape[..^2], .. isRow ? [] : shape.AsSpan()[^2..^1], .. isColumn ? [] : shape.AsSpan()[^1..]], output);
    }

    private int AddReshaped(int x, ImmutableArray<long> shape)
    {
        int output = AddValue();
        AddSame(x, shape, output);
        return output;
    }

    private void AddMatrixProduct(int a, int b, int output)
    {
        (CircuitValue left, CircuitValue right) = (_values[a]!, _values[b]!);
        if (left.Shape[^1] != right.Shape[^2])
            throw Unsupported("multiplies matrices that do not fit each other");
        ImmutableArray<long> batch = BroadcastShape(left.Shape[..^2], right.Shape[..^2]);
        Interval bounds = left.Bounds * right.Bounds * Point(left.Shape[^1]);
        SetValue(output, ValueRole.Virtual, [.. batch, left.Shape[^2], right.Shape[^1]], bounds);
        if (!IsSmall([.. batch, left.Shape[^1]]))
            throw Unsupported($"sums over more than 2^{LogMostCells} cells");
        AddStep(new MatMulStep(a, b, output));
    }

    private void AddProduct(Step step, int output)
    {
        (CircuitValue x, CircuitValue y) = (CoreInput(step, 0), CoreInput(step, 1));
        Interval bounds = step.Inputs[0] == step.Inputs[1] ? x.Bounds.Squared() : x.Bounds * y.Bounds;
        bounds = NormalizedBounds(step.Inputs[0], step.Inputs[1]) ?? NormalizedBounds(step.Inputs[1], step.Inputs[0]) ?? bounds;
        AddProduct(step.Inputs[0], step.Inputs[1], bounds, output);
    }

    private int AddProduct(int left, int right, Interval bounds, int output)
    {
        ImmutableArray<long> shape = BroadcastShape(_values[left]!.Shape, _values[right]!.Shape);
        SetValue(output, ValueRole.Virtual, shape, bounds);
        if (FactorAxis(right, shape) is { } axis)
            AddStep(new FactorStep(left, right, axis, output));
        else if (FactorAxis(left, shape) is { } leftAxis)
            AddStep(new FactorStep(right, left, leftAxis, output));
        else
            AddStep(new ProductStep(left, right, output));
        return output;
    }

    /// <summary>The axis of a product along which a public constant has elements, -1 for a single one; null if it is no constant, or has elements along several.</summary>
    private int? FactorAxis(int factors, ImmutableArray<long> shape)
    {
        if (!IsConstant(factors))
            return null;
        ImmutableArray<long> own = _values[factors]!.Shape;
        int[] axes = [.. Enumerable.Range(0, own.Length).Where(axis => own[axis] > 1)];
        return axes.Length > 1 ? null : axes.Length == 0 ? -1 : axes[0] + shape.Length - own.Length;
    }

    private void AddNegation(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        SetValue(output, ValueRole.Virtual, x.Shape, Point(0) - x.Bounds);
        AddStep(new FactorStep(step.Inputs[0], AddConstant(-1), Axis: -1, output));
    }

    private void AddAxisSum(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        bool[] reduced = ReducedAxes(step, x.Shape.Length);
        bool keeps = Integer(step, "keepdims", 1) == 1;
        ImmutableArray<int> axes = [.. Enumerable.Range(0, reduced.Length).Where(axis => reduced[axis])];
        int sum = keeps ? output : AddValue();
        BigInteger count = axes.Aggregate(BigInteger.One, (product, axis) => product * x.Shape[axis]);
        SetValue(sum, ValueRole.Virtual, [.. x.Shape.Select((size, axis) => reduced[axis] ? 1 : size)], x.Bounds * Point(count));
        AddStep(new AxisSumStep(step.Inputs[0], axes, sum));
        if (!keeps)
            AddSame(sum, [.. x.Shape.Where((_, axis) => !reduced[axis])], output);
    }
}
