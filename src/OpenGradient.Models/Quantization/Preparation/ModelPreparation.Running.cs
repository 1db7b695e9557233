using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Sums and products of the cells before each cell of an axis.</content>
internal sealed partial class ModelPreparation
{
    private bool IsExclusive => Integer(_step, "exclusive", 0) == 1;

    private bool IsReversed => Integer(_step, "reverse", 0) == 1;

    /// <summary>A layer with ones for the cells that a sum takes in; of integers, the sum of these cells and of zeros for the others.</summary>
    private DraftValue CumulativeSum()
    {
        (int axis, int size) = RunningAxis();
        int least = IsExclusive ? 1 : 0;
        bool[] isTaken = [.. Enumerable.Range(0, size * size).Select(cell => (IsReversed ? (cell % size) - (cell / size) : (cell / size) - (cell % size)) >= least)];
        if (IsReal(0))
            return Along(axis, Shape(0).Length, Input(0), Floats([.. isTaken.Select(static taken => taken ? 1f : 0f)], size, size));
        var mask = DraftValue.Of(new DraftConstant("taken", "bool", [size, size], isTaken.Select(static taken => (byte)(taken ? 1 : 0)).ToArray()));
        long[] order = LastAnd(axis);
        DraftValue cells = Emit("Unsqueeze", null, Turn(Input(0), order), Longs(-2));
        return Turn(Emit("ReduceSum", new Settings().Flag("keepdims", false), Emit("Where", null, mask, cells, Longs([0], [])), Longs(-1)), order);
    }

    /// <summary>Cell after cell the product so far; an exclusive one begins with 1.</summary>
    private DraftValue CumulativeProduct()
    {
        (int axis, int size) = RunningAxis();
        int count = IsExclusive ? size - 1 : size;
        if (count is 0 or > (int)MostFactors)
            throw Error($"it is a product of {count} factors", $"take 1 to {MostFactors}, or add logarithms");
        var products = new DraftValue?[count];
        int last = count - 1, offset = IsReversed ? size - count : 0;
        for (int step = 0; step < count; step++)
        {
            int place = IsReversed ? last - step : step;
            DraftValue factor = Cut(Input(0), axis, offset + place, offset + place + 1);
            products[place] = step == 0 ? factor : Emit("Mul", null, products[IsReversed ? place + 1 : place - 1], factor);
        }

        DraftValue y = Join(axis, products);
        DraftValue one = IsReal(0) ? Scalar(1f) : Longs([1], []);
        return IsExclusive ? Emit("Pad", null, y, IsReversed ? Longs(0, 1) : Longs(1, 0), one, Longs(axis)) : y;
    }

    private (int Axis, int Size) RunningAxis()
    {
        long axis = KnownIntegers(1)[0];
        int counted = (int)(axis < 0 ? axis + Shape(0).Length : axis);
        return (counted, (int)Shape(0)[counted]);
    }

    /// <summary>The axes in their order, but one and the last exchanged.</summary>
    private long[] LastAnd(int axis)
    {
        long[] order = [.. Enumerable.Range(0, Shape(0).Length).Select(static place => (long)place)];
        (order[axis], order[^1]) = (order[^1], order[axis]);
        return order;
    }
}
