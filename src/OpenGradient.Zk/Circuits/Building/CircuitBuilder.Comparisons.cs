using System.Collections.Immutable;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>Comparisons, whose results are bits.</content>
internal sealed partial class CircuitBuilder
{
    private void AddEqual(Step step, int output)
    {
        (_, _) = (CoreInput(step, 0), CoreInput(step, 1));
        AddIsZero(AddDifference(step.Inputs[0], step.Inputs[1]), output);
    }

    private void AddLess(Step step, int output)
    {
        (_, _) = (CoreInput(step, 0), CoreInput(step, 1));
        if (step.Operator == "Less")
            AddIsPositive(AddDifference(step.Inputs[1], step.Inputs[0]), output);
        else
            AddNot(AddIsPositive(AddDifference(step.Inputs[0], step.Inputs[1]), AddValue()), output);
    }

    private void AddIsNotZero(int x, int output) => AddNot(AddIsZero(x, AddValue()), output);

    private void AddNot(int bit, int output)
    {
        SetValue(output, ValueRole.Virtual, _values[bit]!.Shape, Bit);
        AddStep(new SumStep(AddConstant(1), bit, IsDifference: true, output));
    }

    /// <summary>left - right, as a value of its own.</summary>
    private int AddDifference(int left, int right)
    {
        int output = AddValue();
        AddSum(left, right, isDifference: true, output);
        return output;
    }

    private int AddIsZero(int x, int output)
    {
        ImmutableArray<long> shape = _values[x]!.Shape;
        if (ConstantOf(x) is { } elements)
        {
            SetKnown(output, shape, Array.ConvertAll(elements, static element => element == 0 ? 1L : 0));
            return output;
        }

        int column = AddColumn(shape);
        int inverse = AddColumn(shape);
        SetValue(output, ValueRole.Committed, shape, Bit, column);
        AddStep(new ZeroStep(x, inverse, output));
        return output;
    }

    private int AddIsPositive(int x, int output)
    {
        CircuitValue value = _values[x]!;
        if (ConstantOf(x) is { } elements)
        {
            SetKnown(output, value.Shape, Array.ConvertAll(elements, static element => element > 0 ? 1L : 0));
            return output;
        }

        int bits = Limbs.BitsOf(value.Bounds.Size);
        if (bits > MostDistanceBits)
            throw Unsupported("compares values that are too far apart");
        int column = AddColumn(value.Shape);
        Limbs distance = AddLimbs(value.Shape, bits);
        SetValue(output, ValueRole.Committed, value.Shape, Bit, column);
        AddStep(new PositiveStep(x, distance, output));
        return output;
    }

    /// <summary>An input whose elements are 0 and 1.</summary>
    private int BitInput(Step step, int index)
    {
        Interval bounds = CoreInput(step, index).Bounds;
        return bounds.Low >= 0 && bounds.High <= 1 ? step.Inputs[index] : throw Unsupported($"has an input {index} that is more than bits");
    }

    private const int MostDistanceBits = 61;
}
