using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>Comparisons, choices, and arithmetic that is on integers in the float Program, too.</content>
internal sealed partial class IntegerLowering
{
    /// <summary>Whether the step reads no real numbers, and is one that both profiles have: it stays as it is.</summary>
    private bool IsPlain(Step step) =>
        PlainOperators.Contains(step.Operator) && !(step.Operator == "Cast" && IsToReal(step)) && !step.Inputs.Any(input => input != Step.Absent && (_fixed.ContainsKey(input) || IsReal(input)));

    /// <summary>What gives truth values or indices of real numbers; false if the step does not.</summary>
    private bool TryCompare(Step step, int output)
    {
        switch (step.Operator)
        {
            case "Equal" or "Less" or "LessOrEqual":
                (FixedValue x, FixedValue y) = Aligned(step, RangeOf(IsConstant(step.Inputs[0]) ? step.Inputs[1] : step.Inputs[0]));
                _plain[output] = Emit(step.Operator, null, x.Value, y.Value);
                return true;
            case "ArgMax" or "ArgMin":
                _plain[output] = Emit(step.Operator, new Settings().Copy(step.Attributes), OneScale(step.Inputs[0]).Value);
                return true;
            case "TopK":
                FixedValue all = OneScale(step.Inputs[0]);
                DraftStep chosen = _draft.AddStep("TopK", 2, new Settings().Copy(step.Attributes), all.Value, Plain(step.Inputs[1]));
                _fixed[output] = all with { Value = chosen.Outputs[0] };
                if (step.OutputCount > 1)
                    _plain[output + 1] = chosen.Outputs[1];
                return true;
            default:
                return false;
        }
    }

    /// <summary>Operands at one scale, that of the output.</summary>
    private FixedValue Where(Step step, int output)
    {
        int[] operands = [.. step.Inputs[1..].Distinct()];
        Dictionary<int, FixedValue> values = OneScale(operands, output);
        FixedValue any = values[operands[0]];
        DraftValue y = Emit("Where", null, Plain(step.Inputs[0]), values[step.Inputs[1]].Value, values[step.Inputs[2]].Value);
        return FixedValue.Uniform(y, any.IsNarrow, any.Scale, values.Values.Select(static value => value.Interval).Aggregate(static (x, y) => x.Or(y)));
    }

    /// <summary>Integers of the float Program as real numbers: at scale 1, within twice what was seen.</summary>
    private FixedValue Entered(Step step, int output)
    {
        if (!IsToReal(step))
            throw Error("real numbers that become integers have no integer form yet");
        DraftValue integers = Emit("Cast", new Settings().Name("to", "i64"), Plain(step.Inputs[0]));
        return Bounded(FixedValue.Uniform(integers, false, 1, Interval.Symmetric(BigInteger.One << 63)), RangeOf(output));
    }

    private FixedValue ReducedExtreme(Step step)
    {
        FixedValue x = OneScale(step.Inputs[0]);
        DraftValue? axes = step.Inputs.Length > 1 && step.Inputs[1] != Step.Absent ? Plain(step.Inputs[1]) : null;
        return x with { Value = Emit(step.Operator, new Settings().Copy(step.Attributes), x.Value, axes) };
    }

    private FixedValue OneScale(int value) => Fixed(value) is { IsUniform: true } uniform ? uniform : Uniform(Fixed(value));

    private static bool IsToReal(Step step) => !step.Attributes.TryGetValue("to", out string? type) || type == ElementType.Float32.CanonicalName();

    private static readonly SortedSet<string> PlainOperators = new(StringComparer.Ordinal)
    {
        "Add", "And", "ArgMax", "ArgMin", "Cast", "Equal", "Less", "LessOrEqual", "Max", "Min", "Mul", "Neg", "Not", "Or", "ReduceMax", "ReduceMin", "ReduceSum", "Sub", "TopK", "Where", "Xor",
    };
}
