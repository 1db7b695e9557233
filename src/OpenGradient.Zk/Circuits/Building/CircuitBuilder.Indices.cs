using System.Collections.Immutable;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>What is read by indices that are computed: a choice of a cell for each, times what is read.</content>
internal sealed partial class CircuitBuilder
{
    private void AddComputedGather(Step step, int axis, int output)
    {
        CircuitValue x = _values[step.Inputs[0]]!;
        (ImmutableArray<long> indices, long count) = (_values[step.Inputs[1]]!.Shape, x.Shape[axis]);
        ImmutableArray<long> rest = x.Shape.RemoveAt(axis);
        int choice = AddReshaped(AddNamed(step.Inputs[1], count), [Product(indices), count]);
        int front = AddOrdered(step.Inputs[0], [axis, .. Enumerable.Range(0, x.Shape.Length).Where(other => other != axis)]);
        int chosen = AddReshaped(AddChosenSum(choice, AddReshaped(front, [count, Product(rest)])), [.. indices, .. rest]);
        ImmutableArray<int> order =
        [
            .. Enumerable.Range(indices.Length, axis),
            .. Enumerable.Range(0, indices.Length),
            .. Enumerable.Range(indices.Length + axis, rest.Length - axis),
        ];
        AddOrdered(chosen, order, output);
    }

    /// <summary>For each index a row of bits, with a 1 at the cell that it names; one below 0 counts from the end.</summary>
    private int AddNamed(int indices, long count)
    {
        CircuitValue value = _values[indices]!;
        if (value.Bounds.Low < 0)
        {
            int isNegative = AddIsPositive(AddDifference(AddConstant(0), indices), AddValue());
            indices = AddSum(indices, AddProduct(isNegative, AddConstant(count), new(0, count), AddValue()));
        }

        ImmutableArray<long> shape = [.. value.Shape, count];
        RequireSmall(shape);
        return AddChosen(indices, shape, value.Shape.Length, ChoiceKind.Named);
    }

    /// <summary>Rows of choices times a matrix: one row of it each, so that the interval stays.</summary>
    private int AddChosenSum(int choices, int x)
    {
        (ImmutableArray<long> left, CircuitValue right) = (_values[choices]!.Shape, _values[x]!);
        int output = AddValue();
        SetValue(output, ValueRole.Virtual, left.SetItem(left.Length - 1, right.Shape[^1]), right.Bounds);
        AddStep(new MatMulStep(choices, x, output));
        return output;
    }

    private int AddOrdered(int x, ImmutableArray<int> order)
    {
        int output = AddValue();
        AddOrdered(x, order, output);
        return output;
    }
}
