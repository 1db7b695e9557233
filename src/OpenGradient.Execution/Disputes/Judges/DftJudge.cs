using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Dft</c>: the numbers of a line, one term each, with a sum for each prime factor: a finished sum, turned, is a number of the next one.</summary>
internal sealed class DftJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        JudgedInput x = step.Input(0);
        int along = Axis(step);
        int length = Length(step, along);
        int[] shape = [.. x.Shape];
        shape[along] = IsOneSided(step) && !IsInverse(step) ? (length / 2) + 1 : length;
        shape[^1] = IsOneSided(step) && IsInverse(step) ? 1 : 2;
        if (x.Count == 0 && Shapes.ElementCount(shape) > 0)
            throw step.Error("there is nothing to transform");
        return new ValueHeader(x.Type, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        int along = Axis(step);
        int length = Length(step, along);
        int[] place = Position.Index(Shapes.FromImmutable(step.OutputHeader.Shape), element);
        bool isWidened = x.Type == ElementType.Float32 && x.Shape[^1] == 1;
        var plan = new FourierPlan(isWidened ? ElementType.Float64 : x.Type, length, place[along], IsInverse(step));
        (ulong, ulong) Number(long at) => Read(step, plan.Rules, along, length, at, place, isWidened);
        var sums = new Phase(length, [.. new ulong[2 * plan.LevelCount]], (term, _, lanes) => plan.Take(term, Number, lanes), lanes => lanes[lanes.Length - 2 + place[^1]]);
        return new Derivation([sums], results => Finish(plan, IsInverse(step) ? length : 1, results[0], isWidened));
    }

    /// <summary>Number <paramref name="at"/> of the line: one of x, 0 past its end, or with one side given the mirror of one.</summary>
    private static (ulong Re, ulong Im) Read(JudgedStep step, NumberRules rules, int along, int length, long at, int[] place, bool isWidened)
    {
        JudgedInput x = step.Input(0);
        bool isMirrored = IsOneSided(step) && IsInverse(step) && at > length / 2;
        int[] index = [.. place];
        index[along] = (int)(isMirrored ? length - at : at);
        ulong Part(int part)
        {
            index[^1] = part;
            if (index[along] >= x.Shape[along] || part >= x.Shape[^1])
                return rules.Zero;
            ulong bits = x.Bits(Position.Of(x.Shape, index));
            return isWidened ? BitConverter.DoubleToUInt64Bits(ElementBits.Float(bits)) : bits;
        }

        ulong imaginary = Part(1);
        return (Part(0), isMirrored ? rules.Mul(rules.Word(-1), imaginary) : imaginary);
    }

    private static ulong Finish(FourierPlan plan, int divisor, ulong sum, bool isWidened)
    {
        ulong result = plan.Rules.Div(sum, plan.Rules.Word(divisor));
        return isWidened ? ElementBits.Of((float)BitConverter.UInt64BitsToDouble(result)) : result;
    }

    private static bool IsInverse(JudgedStep step) => step.Attributes.Flag("inverse", false);

    private static bool IsOneSided(JudgedStep step) => step.Attributes.Flag("onesided", false);

    private static int Axis(JudgedStep step)
    {
        JudgedInput x = step.Input(0);
        int along = step.Axis(step.Has(2) ? One(step, 2) : step.Attributes.Integer("axis", -2), x.Shape.Length);
        bool isPossible = along < x.Shape.Length - 1 && (x.Shape[^1] is 1 or 2) && (x.Shape[^1] == 1 || !IsOneSided(step) || IsInverse(step));
        return isPossible && (x.Type is ElementType.Float32 or ElementType.Float64)
            ? along
            : throw step.Error("takes binary32 or binary64, real or complex, along an axis before the last, and gives one side of real x only");
    }

    private static int Length(JudgedStep step, int along)
    {
        int size = step.Input(0).Shape[along];
        long length = step.Has(1) ? One(step, 1) : IsOneSided(step) && IsInverse(step) ? 2L * (size - 1) : size;
        bool isPossible = length is > 0 and <= int.MaxValue && FourierCost.Of((int)length) <= DftOperation.CostLimit;
        return isPossible ? (int)length : throw step.Error($"a transform of {length} numbers is not possible");
    }

    private static long One(JudgedStep step, int input) => step.Integers(input) is [long one] ? one : throw step.Error($"input {input} must be one number");
}
