using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization;

/// <content>Normalisations: exact sums, an integer root, one quotient for each row.</content>
internal sealed partial class IntegerLowering
{
    private FixedValue LayerNorm(Step step)
    {
        RequireLastAxis(step);
        FixedValue x = NormInput(step.Inputs[0]);
        (float[] gain, ImmutableArray<long> shape) = Weights(step.Inputs[1]);
        DraftValue sum = Emit("ReduceSum", null, x.Value, Constant("axes", [-1], [1]));
        DraftValue mean = Emit("FixedDiv", null, sum, Constant("count", [gain.Length], []));
        BigInteger reach = x.Interval.High - x.Interval.Low; // the rounded mean of integers lies between them
        var difference = FixedValue.Uniform(Emit("Sub", null, x.Value, mean), false, x.Scale, Interval.Symmetric(reach));
        float[]? bias = step.Inputs.Length > 2 && step.Inputs[2] != Step.Absent ? Weights(step.Inputs[2]).Elements : null;
        return Affine(Standardized(difference, gain.Length, Number(step, "epsilon", DefaultEpsilon)), gain, bias, shape);
    }

    private FixedValue RmsNorm(Step step)
    {
        RequireLastAxis(step);
        (float[] gain, ImmutableArray<long> shape) = Weights(step.Inputs[1]);
        return Affine(Standardized(NormInput(step.Inputs[0]), gain.Length, Number(step, "epsilon", DefaultEpsilon)), gain, null, shape);
    }

    /// <summary>(x - mean) · scale / √(variance + ε) + bias, all but x constant: a factor and a bias for each channel.</summary>
    private FixedValue BatchNorm(Step step)
    {
        float[][] constants = [.. step.Inputs.Skip(1).Select(input => IsConstant(input) ? Weights(input).Elements : throw Error("its statistics are computed", "export the model for inference, with them as constants"))];
        double epsilon = Number(step, "epsilon", DefaultEpsilon);
        float[] gain = [.. constants[0].Select((scale, channel) => (float)(scale / Math.Sqrt(constants[3][channel] + epsilon)))];
        float[] bias = [.. constants[1].Select((offset, channel) => offset - (constants[2][channel] * gain[channel]))];
        return Affine(Uniform(Fixed(step.Inputs[0])), gain, bias, AlongAxis(gain.Length, 1 - RangeOf(step.Inputs[0]).Shape.Length));
    }

    /// <summary>Enough bits for a mean; few enough for squares.</summary>
    private FixedValue NormInput(int value) => Coarse(Bounded(Uniform(Fixed(value)), RangeOf(value)), NormBits);

    /// <summary>x / √(Σ x² / n + ε) over the last axis.</summary>
    /// <remarks>
    /// With r = ⌊√((Σ x² + e) · 4^h)⌋, which is no less than |x| · 2^h, the product of x and 2^61 / r stays within 2^(61 - h) and the rounding of the quotient.
    /// </remarks>
    private FixedValue Standardized(FixedValue x, long count, double epsilon)
    {
        var room = new BigInteger(Math.Round(Math.Min(epsilon * count / (x.Scale * x.Scale), Math.ScaleB(1, 60))));
        BigInteger most = (x.Interval.Magnitude * x.Interval.Magnitude * count) + room;
        if (most >= Interval.Limit)
            throw Error("a sum of squares can leave 63 bits", TooLarge);
        int half = (62 - (int)most.GetBitLength()) / 2;
        DraftValue squares = Emit("ReduceSum", null, Emit("Mul", null, x.Value, x.Value), Constant("axes", [-1], [1]));
        if (!room.IsZero)
            squares = Emit("Add", null, squares, Constant("epsilon", [(long)room], []));
        DraftValue root = Emit("FixedSqrt", new Settings().Integer("shift", 2 * half), squares);
        DraftValue inverse = Emit("FixedDiv", new Settings().Integer("shift", InverseBits), Constant("one", [1], []), root);
        DraftValue product = Emit("FixedScale", null, Emit("Mul", null, x.Value, inverse), Constant("multiplier", [1], [1]));
        BigInteger reach = (BigInteger.One << (InverseBits - half)) + x.Interval.Magnitude;
        return FixedValue.Uniform(product, false, Math.Sqrt(count) * Math.ScaleB(1, half - InverseBits + TableShift), new Interval(Scaled(-reach, 1, TableShift), Scaled(reach, 1, TableShift)));
    }

    /// <summary>x · gain + bias; both broadcast from <paramref name="shape"/>.</summary>
    private FixedValue Affine(FixedValue x, float[] gain, float[]? bias, ImmutableArray<long> shape)
    {
        x = Coarse(x);
        double largestBias = bias?.Max(static number => Math.Abs((double)number)) ?? 0;
        double gainScale = Math.Max(Math.Max(1e-30, gain.Max(static number => Math.Abs((double)number))) / NarrowLimit, largestBias / BiasRoom / x.Scale);
        long[] factors = [.. gain.Select(number => (long)Math.Round(number / gainScale))];
        var product = FixedValue.Uniform(Emit("Mul", null, x.Value, Constant("gain", factors, shape)), false, x.Scale * gainScale, x.Interval * Interval.Symmetric(NarrowLimit));
        if (bias is null)
            return Safe(product);
        long[] offsets = [.. bias.Select(number => (long)Math.Round(Math.Clamp(number / product.Scale, -BiasLimit, BiasLimit)))];
        return Safe(product with { Value = Emit("Add", null, product.Value, Constant("bias", offsets, shape)), Intervals = [product.Interval + new Interval(offsets.Min(), offsets.Max())] });
    }

    private void RequireLastAxis(Step step)
    {
        bool isLastAxis = step.OutputCount == 1 && (Integer(step, "axis", -1) == -1 || Integer(step, "axis", -1) == RangeOf(step.Inputs[0]).Shape.Length - 1);
        if (!isLastAxis || !IsConstant(step.Inputs[1]) || Weights(step.Inputs[1]).Shape is not [long count] || count != RangeOf(step.Inputs[0]).Shape[^1])
            throw Error("it normalises over other axes than the last, gives more than one output, or its gain is computed", "move the axis to the end and make the gain a constant of its length");
    }

    private const float DefaultEpsilon = 1e-5f;
    private const int NormBits = 21;
    private const int InverseBits = 61;
}
