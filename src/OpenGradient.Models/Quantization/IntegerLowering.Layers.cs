using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>Products with weights, pools, and what only moves elements.</content>
internal sealed partial class IntegerLowering
{
    private FixedValue Linear(Step step) => Weighted(step, "FixedLinear");

    private FixedValue Conv(Step step) => Weighted(step, "FixedConv");

    /// <summary>Weights with a scale for each output; the sums have as many scales.</summary>
    private FixedValue Weighted(Step step, string name)
    {
        if (!IsConstant(step.Inputs[1]))
            throw Error("the weights are computed or an input", "make them constants of the model; --constant NAME does it for an input");
        if (name == "FixedConv" && _program.Constants[step.Inputs[1] - _program.Inputs.Length].Shape.Length > 4)
            throw Error("it is a convolution over volumes, for sizes that a run chooses", FixedSizes);
        (float[] weights, ImmutableArray<long> shape) = FiniteWeights(step.Inputs[1]);
        FixedValue x = name == "FixedLinear" && NarrowFeatures(step.Inputs[0]) is var (features, units) ? InUnits(features, units, ref weights) : Narrow(step.Inputs[0]);
        int axis = name == "FixedConv" ? 1 - shape.Length : -1;
        int outputs = (int)shape[0];
        int depth = outputs == 0 ? 0 : weights.Length / outputs;
        long[]? bias = step.Inputs.Length > 2 && step.Inputs[2] != Step.Absent ? new long[outputs] : null;
        float[] realBias = bias is null ? [] : FiniteWeights(step.Inputs[2]).Elements;
        short[] integers = new short[weights.Length];
        double[] least = [.. Enumerable.Range(0, outputs).Select(output => WeightScale(weights.AsSpan(output * depth, depth), bias is null ? 0 : Math.Abs(realBias[output]) / BiasRoom / x.Scale))];
        bool areRounded = _options.WeightBits == 16 && Enumerable.Range(0, outputs).All(output => least[output] == 0 || Math.ILogB(least[output]) is var exponent && Math.ScaleB(1, exponent) != least[output]);
        double[] scales = InCommonUnits([.. least.Select(scale => scale * x.Scale)], areRounded);
        var intervals = new Interval[outputs];
        for (int output = 0; output < outputs; output++)
        {
            for (int i = output * depth; i < (output + 1) * depth; i++)
                integers[i] = (short)Math.Round(weights[i] / (scales[output] / x.Scale));
            intervals[output] = Reach(integers.AsSpan(output * depth, depth), x.Interval);
            if (bias is null)
                continue;
            bias[output] = (long)Math.Round(Math.Clamp(realBias[output] / scales[output], -BiasLimit, BiasLimit));
            intervals[output] += new Interval(bias[output], bias[output]);
        }

        DraftValue y = Emit(name, new Settings().Copy(step.Attributes), x.Value, DraftValue.Of(WeightConstant(integers, shape)), bias is null ? null : Constant("bias", bias, [outputs]));
        return Safe(new FixedValue(y, false, [.. scales], axis, [.. intervals]));
    }

    /// <summary>Features in units of their own as plain numbers, for weights that have the units in them.</summary>
    private static FixedValue InUnits(DraftValue features, double[] units, ref float[] weights)
    {
        weights = [.. weights.Select((weight, place) => (float)(weight * units[place % units.Length]))];
        return FixedValue.Uniform(features, true, 1, Interval.Symmetric(NarrowLimit));
    }

    /// <summary>The largest magnitude fills the weight's bits, unless the scale has to be larger; 0 if it may be anything.</summary>
    private double WeightScale(ReadOnlySpan<float> weights, double leastScale) =>
        leastScale == 0 && !weights.ContainsAnyExcept(0f) ? 0 : Math.Max(leastScale, Grid(weights, _options.WeightBits == 8 ? 127 : NarrowLimit));

    /// <summary>
    /// Scales of sums with weights, larger by as much as makes them whole multiples, at most 16 times, of a power of two: then a proof needs no columns to bring the sums to one scale.
    /// Weights of 16 bits have bits to spare for that; not those of outputs far smaller than others, nor weights of 8 bits, nor those that are exact with few.
    /// </summary>
    /// <param name="scales">The least scales; 0 for one that may be anything.</param>
    /// <param name="areRounded">Whether weights are rounded at these scales.</param>
    private double[] InCommonUnits(double[] scales, bool areRounded)
    {
        double largest = scales.DefaultIfEmpty().Max();
        double unit = largest == 0 ? 1 : Math.ScaleB(1, Math.ILogB(largest) - CommonUnitBits);
        double[] least = [.. scales.Select(scale => scale == 0 ? unit : scale)];
        return !areRounded || least.Distinct().Count() == 1 || 2 * least.Min() < unit ? least : [.. least.Select(scale => Math.Ceiling(scale / unit) * unit)];
    }

    private DraftConstant WeightConstant(short[] integers, ImmutableArray<long> shape) => _options.WeightBits == 8
        ? new DraftConstant("weights", "i8", shape, MemoryMarshal.AsBytes(Array.ConvertAll(integers, static integer => (sbyte)integer).AsSpan()).ToArray())
        : new DraftConstant("weights", "i16", shape, MemoryMarshal.AsBytes(integers.AsSpan()).ToArray());

    /// <summary>How far a sum of products with these weights can go. Padding adds the element 0.</summary>
    private static Interval Reach(ReadOnlySpan<short> weights, Interval x)
    {
        var element = x.Or(new Interval(BigInteger.Zero, BigInteger.Zero));
        long positive = 0;
        long negative = 0;
        foreach (short weight in weights)
        {
            positive += Math.Max((short)0, weight);
            negative += Math.Min((short)0, weight);
        }

        return new Interval((element.Low * positive) + (element.High * negative), (element.High * positive) + (element.Low * negative));
    }

    private FixedValue Pooled(Step step)
    {
        if (step.OutputCount != 1)
            throw Error("it also gives the places of what it pooled", "leave that output out");
        FixedValue x = Narrow(step.Inputs[0]);
        return x with { Value = Emit("MaxPool", new Settings().Copy(step.Attributes), x.Value) };
    }

    /// <summary>Operands of real numbers are brought to one scale; all others are taken as they are.</summary>
    private void Move(Step step, int output)
    {
        int[] real = [.. step.Inputs.Where(input => input != Step.Absent && (_fixed.ContainsKey(input) || IsReal(input))).Distinct()];
        if (real.Length == 0)
        {
            Copy(step, output);
            return;
        }

        Dictionary<int, FixedValue> operands = OneScale(real, output);
        FixedValue any = operands[real[0]];
        var interval = operands.Values.Select(static value => value.Interval).Aggregate(new Interval(BigInteger.Zero, BigInteger.Zero), static (x, y) => x.Or(y));
        DraftStep moved = _draft.AddStep(step.Operator, step.OutputCount, new Settings().Copy(step.Attributes), [.. step.Inputs.Select(input =>
            input == Step.Absent ? null : operands.TryGetValue(input, out FixedValue? value) ? value.Value : Plain(input))]);
        for (int i = 0; i < step.OutputCount; i++)
            _fixed[output + i] = FixedValue.Uniform(moved.Outputs[i], any.IsNarrow, any.Scale, interval);
    }

    private Dictionary<int, FixedValue> OneScale(int[] values, int output)
    {
        if (values.Length == 1)
        {
            FixedValue only = IsConstant(values[0]) ? NarrowConstant(values[0]) : Fixed(values[0]);
            return new() { [values[0]] = only.IsUniform ? only : Uniform(only) };
        }

        if (values.All(value => _fixed.TryGetValue(value, out FixedValue? known) && known.IsUniform && known.Scale == _fixed[values[0]].Scale && known.IsNarrow == _fixed[values[0]].IsNarrow))
            return values.ToDictionary(static value => value, value => _fixed[value]);
        double scale = NarrowScale(output);
        return values.ToDictionary(static value => value, value =>
        {
            if (IsConstant(value))
                return NarrowConstant(value, scale);
            FixedValue operand = Fixed(value);
            return operand.IsNarrow && operand.Scale == scale ? operand : AtScale(Bounded(Wide(operand), RangeOf(value)), scale);
        });
    }

    private bool IsReal(int value) => IsConstant(value) && _program.Constants[value - _program.Inputs.Length].Encoding == "f32";

    private const double BiasLimit = 1L << 61; // half of Interval.Limit, so that the sum with the products can be shown to stay below it
    private const int CommonUnitBits = 3; // units of an eighth to a sixteenth of the largest scale: rounding a scale up to them costs the smallest in reach one bit of 15 at most (see InCommonUnits)
    private const double BiasRoom = 1L << 58; // beside a bias that fills it, products count little

    private static readonly SortedSet<string> Moves = new(StringComparer.Ordinal)
    {
        "Concat", "DepthToSpace", "Expand", "Flatten", "Gather", "Pad", "Reshape", "Shape", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile", "Transpose", "Unsqueeze",
    };
}
