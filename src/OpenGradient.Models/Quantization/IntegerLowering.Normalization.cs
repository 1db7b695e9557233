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
        (float[] gain, ImmutableArray<long> shape) = Weights(step.Inputs[1]);
        FixedValue x = NormInput(step.Inputs[0], gain.Length);
        DraftValue sum = Emit("ReduceSum", null, x.Value, Constant("axes", [-1], [1]));
        DraftValue mean = Emit("FixedDiv", null, sum, Constant("count", [gain.Length], []));
        BigInteger reach = x.Interval.High - x.Interval.Low; // the rounded mean of integers lies between them
        var difference = FixedValue.Uniform(Emit("Sub", null, x.Value, mean), false, x.Scale, Interval.Symmetric(reach));
        float[]? bias = step.Inputs.Length > 2 && step.Inputs[2] != Step.Absent ? Weights(step.Inputs[2]).Elements : null;
        return Affine(Standardized(difference, gain, Number(step, "epsilon", DefaultEpsilon)), gain, bias, shape);
    }

    private FixedValue RmsNorm(Step step)
    {
        RequireLastAxis(step);
        (float[] gain, ImmutableArray<long> shape) = Weights(step.Inputs[1]);
        return Affine(Standardized(NormInput(step.Inputs[0], gain.Length), gain, Number(step, "epsilon", DefaultEpsilon)), gain, null, shape);
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

    /// <summary>Enough bits for a mean; few enough for squares of differences.</summary>
    private FixedValue NormInput(int value, long count)
    {
        FixedValue x = Uniform(Fixed(value));
        int room = ((61 - BitOperations.Log2((ulong)count)) / 2) - 2;
        if (x.Interval.Magnitude.GetBitLength() <= room)
            return x;
        ValueRange seen = RangeOf(value);
        if (seen.Magnitude / x.Scale > NormResolution && x.Interval.Magnitude.GetBitLength() <= RescaledBits)
            x = Rescaled(x, Math.ScaleB(x.Scale, Math.ILogB(seen.Magnitude / x.Scale / NormResolution)));
        return x.Interval.Magnitude.GetBitLength() <= room ? x : Coarse(Bounded(x, seen), NormBits);
    }

    /// <summary>x / √(Σ x² / n + ε) over the last axis.</summary>
    /// <remarks>
    /// With r = ⌊√((Σ x² + e) · 4^h)⌋, which is no less than |x| · 2^h, the product of x and 2^61 / r stays within 2^(61 - h) and the rounding of the quotient.
    /// </remarks>
    private FixedValue Standardized(FixedValue x, float[] gain, double epsilon)
    {
        int count = gain.Length;
        var room = new BigInteger(Math.Round(Math.Min(epsilon * count / (x.Scale * x.Scale), Math.ScaleB(1, 60))));
        BigInteger most = (x.Interval.Magnitude * x.Interval.Magnitude * count) + room;
        if (most >= Interval.Limit)
            throw Error("a sum of squares can leave 63 bits", TooLarge);
        int half = (61 - (int)most.GetBitLength()) / 2; // a proof takes an i16 for one more than it is
        DraftValue squares = Emit("ReduceSum", null, Emit("Mul", null, x.Value, x.Value), Constant("axes", [-1], [1]));
        if (!room.IsZero)
            squares = Emit("Add", null, squares, Constant("epsilon", [(long)room], []));
        DraftValue root = Emit("FixedSqrt", new Settings().Integer("shift", 2 * half), squares);
        int bits = IsEven(gain) ? Math.Min(InverseBits, half + QuotientBits) : InverseBits;
        DraftValue inverse = Emit("FixedDiv", new Settings().Integer("shift", bits), Constant("one", [1], []), root);
        BigInteger reach = (BigInteger.One << (bits - half)) + x.Interval.Magnitude + 1;
        var product = FixedValue.Uniform(Emit("Mul", null, x.Value, inverse), false, Math.Sqrt(count) * Math.ScaleB(1, half - bits), Interval.Symmetric(reach));
        return bits - half <= QuotientBits ? product : product with
        {
            Value = Emit("FixedScale", null, product.Value, Constant("multiplier", [1], [1])),
            Scales = [Math.ScaleB(product.Scale, TableShift)],
            Intervals = [Scaled(product.Interval, 1, TableShift)],
        };
    }

    /// <summary>Whether one factor is for all.</summary>
    private static bool IsEven(float[] gain) => gain.Distinct().Count() == 1 && gain[0] != 0;

    /// <summary>x · gain + bias; both broadcast from <paramref name="shape"/>.</summary>
    private FixedValue Affine(FixedValue x, float[] gain, float[]? bias, ImmutableArray<long> shape)
    {
        double largestBias = bias?.Max(static number => Math.Abs((double)number)) ?? 0;
        if (IsEven(gain) && largestBias < BiasRoom * x.Scale * Math.Abs(gain[0]))
            return Shifted(Multiplied(x, gain[0]), bias, shape);
        x = Coarse(x);
        double gainScale = Math.Max(Math.Max(1e-30, gain.Max(static number => Math.Abs((double)number))) / NarrowLimit, largestBias / BiasRoom / x.Scale);
        long[] factors = [.. gain.Select(number => (long)Math.Round(number / gainScale))];
        var product = FixedValue.Uniform(Emit("Mul", null, x.Value, Constant("gain", factors, shape)), false, x.Scale * gainScale, x.Interval * Interval.Symmetric(NarrowLimit));
        return Shifted(product, bias, shape);
    }

    /// <summary>x + bias, broadcast from <paramref name="shape"/>.</summary>
    private FixedValue Shifted(FixedValue x, float[]? bias, ImmutableArray<long> shape)
    {
        if (bias is null)
            return Safe(x);
        long[] offsets = [.. bias.Select(number => (long)Math.Round(Math.Clamp(number / x.Scale, -BiasLimit, BiasLimit)))];
        return Safe(x with { Value = Emit("Add", null, x.Value, Constant("bias", offsets, shape)), Intervals = [x.Interval + new Interval(offsets.Min(), offsets.Max())] });
    }

    private void RequireLastAxis(Step step)
    {
        bool isLastAxis = step.OutputCount == 1 && (Integer(step, "axis", -1) == -1 || Integer(step, "axis", -1) == RangeOf(step.Inputs[0]).Shape.Length - 1);
        if (!isLastAxis || !IsConstant(step.Inputs[1]) || Weights(step.Inputs[1]).Shape is not [long count] || count != RangeOf(step.Inputs[0]).Shape[^1])
            throw Error("it normalises over other axes than the last, gives more than one output, or its gain is computed", "move the axis to the end and make the gain a constant of its length");
    }

    private const float DefaultEpsilon = 1e-5f; // ONNX, LayerNormalization
    private const int NormBits = 21; // squares of 42 bits; 2^20 of them in a row stay below Interval.Limit
    private const double NormResolution = 1 << 18; // three bits more than the 15 of what follows, so that the mean and the square do not add to its rounding
    private const int RescaledBits = 44; // a factor of 15 more stays within 62
    private const int QuotientBits = 42; // of what a row is divided by its length to; a table can follow with a factor of five bits
    private const int InverseBits = 61; // the largest shift of 1 that stays below Interval.Limit
}
