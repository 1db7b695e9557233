using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>Comparisons, choices, and arithmetic that is on integers in the float Program, too.</content>
internal sealed partial class IntegerLowering
{
    /// <summary>What gives truth values or indices of real numbers; false if the step does not.</summary>
    private bool TryCompare(Step step, int output)
    {
        switch (step.Operator)
        {
            case "Equal" or "Less" or "LessOrEqual":
                (FixedValue x, FixedValue y) = Compared(step);
                SetPlain(output, Emit(step.Operator, null, x.Value, y.Value), Truth);
                return true;
            case "ArgMax" or "ArgMin":
                SetPlain(output, Emit(step.Operator, new Settings().Copy(step.Attributes), OneScale(step.Inputs[0]).Value), Places);
                return true;
            case "TopK":
                FixedValue all = OneScale(step.Inputs[0]);
                DraftStep chosen = _draft.AddStep("TopK", 2, new Settings().Copy(step.Attributes), all.Value, Plain(step.Inputs[1]));
                _fixed[output] = all with { Value = chosen.Outputs[0] };
                if (step.OutputCount > 1)
                    SetPlain(output + 1, chosen.Outputs[1], Places);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Operands of a comparison at one scale. A constant between two numbers, such as one half between truth values, is the one that keeps the order.</summary>
    private (FixedValue X, FixedValue Y) Compared(Step step)
    {
        bool isFirst = IsConstant(step.Inputs[0]);
        (int value, int constant) = isFirst ? (step.Inputs[1], step.Inputs[0]) : (step.Inputs[0], step.Inputs[1]);
        if (!IsConstant(constant))
            return Aligned(step, RangeOf(value));
        FixedValue x = Uniform(Fixed(value));
        if (x.Interval.Magnitude >= FewNumbers)
            x = Refined(x, constant, RangeOf(value).Magnitude * ConstantPrecision);
        else if (step.Operator == "Equal")
            x = Refined(x, constant, 0);
        bool isFromAbove = (step.Operator == "LessOrEqual") == isFirst;
        FixedValue other = ConstantAt(constant, x.Scale, FarFrom(x, value), step.Operator == "Equal" ? Math.Round : isFromAbove ? Math.Ceiling : Math.Floor);
        return isFirst ? (other, x) : (x, other);
    }

    /// <summary>Operands at one scale: that of the one that is no constant, or that of the output.</summary>
    private FixedValue Where(Step step, int output)
    {
        (FixedValue x, FixedValue y) = Choices(step.Inputs[1], step.Inputs[2], output);
        return FixedValue.Uniform(Emit("Where", null, Plain(step.Inputs[0]), x.Value, y.Value), x.IsNarrow, x.Scale, x.Interval.Or(y.Interval));
    }

    private (FixedValue X, FixedValue Y) Choices(int x, int y, int output)
    {
        if (IsConstant(x) && IsConstant(y))
            return ConstantsAtOneScale(x, y);
        if (IsConstant(x) && Wide(OneScale(y)) is var second && Beside(x, second) is { } left)
            return (left, second);
        if (IsConstant(y) && Wide(OneScale(x)) is var first && Beside(y, first) is { } right)
            return (first, right);
        Dictionary<int, FixedValue> values = x == y ? OneScale([x], output) : OneScale([x, y], output);
        return (values[x], values[y]);
    }

    /// <summary>A constant at the scale of what it may stand in place of; an infinite one, or nearly, lies so far beyond all of that that no power of the difference is left. Null if that scale is too fine for it.</summary>
    private FixedValue? Beside(int constant, FixedValue other)
    {
        BigInteger far = other.Interval.Magnitude + (BigInteger)Math.Ceiling(4 * SoftmaxReach / other.Scale);
        float largest = Weights(constant).Elements.Select(MathF.Abs).DefaultIfEmpty().Max();
        if (largest > NearlyInfinite)
            return ConstantAt(constant, other.Scale, (double)far);
        return largest / other.Scale <= BesideLimit ? ConstantAt(constant, other.Scale) : null;
    }

    private (FixedValue X, FixedValue Y) ConstantsAtOneScale(int x, int y)
    {
        double scale = Grid([.. Weights(x).Elements, .. Weights(y).Elements], NarrowLimit);
        return (ConstantAt(x, scale), ConstantAt(y, scale));
    }

    /// <summary>Integers of the float Program as real numbers: at scale 1, within twice what was seen; other real numbers as they are.</summary>
    private FixedValue Entered(Step step, int output)
    {
        if (_fixed.TryGetValue(step.Inputs[0], out FixedValue? real))
            return real;
        Interval interval = PlainInterval(step.Inputs[0]);
        DraftValue integers = Emit("Cast", new Settings().Name("to", "i64"), Plain(step.Inputs[0]));
        var value = FixedValue.Uniform(integers, false, 1, interval);
        return interval.Magnitude <= NarrowLimit ? value : Bounded(value, RangeOf(output));
    }

    private FixedValue ReducedExtreme(Step step)
    {
        FixedValue x = OneScale(step.Inputs[0]);
        DraftValue? axes = step.Inputs.Length > 1 && step.Inputs[1] != Step.Absent ? Plain(step.Inputs[1]) : null;
        return x with { Value = Emit(step.Operator, new Settings().Copy(step.Attributes), x.Value, axes) };
    }

    private FixedValue OneScale(int value) => Fixed(value) is { IsUniform: true } uniform ? uniform : Uniform(Fixed(value));

    private static bool IsToReal(Step step) =>
        !step.Attributes.TryGetValue("to", out string? name) || (ElementTypes.TryParse(name, out ElementType type) && type != ElementType.Bool && !type.IsInteger());

    private const int FewNumbers = 1 << 20; // a value of fewer is a count, a place or a truth value: its numbers are exact, and a constant between two of them is moved to one of both
    private const float NearlyInfinite = 1e30f; // exporters write masks as -1e30 to -3.4e38 (the least binary32); real activations stay far below the square root of the largest, 1.8e19
    private const double BesideLimit = 1L << 56; // SummandBits: what is chosen is added up later
}
