using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>Rows of features of different sizes, such as an age beside an income: each feature has a scale of its own.</content>
internal sealed partial class IntegerLowering
{
    private readonly Dictionary<int, FixedValue> _atOneScale = []; // features, for whoever takes no others

    /// <summary>Whether an input is of rows whose features differ so much that one scale would leave the small ones few bits, and whatever reads it can do with many.</summary>
    private bool HasFeatures(int index)
    {
        ImmutableArray<double> features = RangeOf(index).Features;
        if (features.Count(static magnitude => magnitude > 0) < 2 || features.Max() < features.Where(static magnitude => magnitude > 0).Min() * MostSpread)
            return false;
        Step[] readers = [.. _program.Steps.Where(step => step.Inputs.Contains(index))];
        return readers.Length > 0 && _program.Outputs.All(output => output.Value != index) && Array.TrueForAll(readers, step => step.Operator switch
        {
            "Linear" => step.Inputs[0] == index && step.Inputs.Count(input => input == index) == 1,
            "Add" or "Mul" => IsFeatureConstant(step.Inputs[step.Inputs[0] == index ? 1 : 0], features.Length),
            "Sub" or "Div" => step.Inputs[0] == index && IsFeatureConstant(step.Inputs[1], features.Length),
            _ => false,
        });
    }

    /// <summary>Features as what reads them takes them: at one scale.</summary>
    private FixedValue AtOneScale(int value, FixedValue features)
    {
        if (!_atOneScale.TryGetValue(value, out FixedValue? known))
            _atOneScale[value] = known = Uniform(features with { Intervals = [.. features.Intervals.Select(_ => Around(features))] });
        return known;
    }

    /// <summary>A value as it is, each of its features at its own scale; null if it is not of features.</summary>
    private FixedValue? Features(int value) => _fixed.TryGetValue(value, out FixedValue? known) && known.IsOfFeatures ? known : null;

    /// <summary>Whether a value is a constant with a number for each feature.</summary>
    private bool IsFeatureConstant(int value, int count) =>
        IsConstant(value) && Weights(value) is var (elements, shape) && elements.Length == count && shape[^1] == count && Array.TrueForAll(elements, float.IsFinite);

    /// <summary>A value with a scale for each feature times, or by, a constant with a number for each: other scales, and signs. Null if it is something else.</summary>
    private FixedValue? TryFactors(int value, int constant, bool isQuotient)
    {
        if (Features(value) is not { } x || !IsFeatureConstant(constant, x.Scales.Length))
            return null;
        float[] factors = Weights(constant).Elements;
        if (factors.Contains(0f))
            return null;
        FixedValue scaled = x with { Scales = [.. x.Scales.Select((scale, place) => isQuotient ? scale / Math.Abs((double)factors[place]) : scale * Math.Abs((double)factors[place]))] };
        if (Array.TrueForAll(factors, static factor => factor > 0))
            return scaled;
        return scaled with
        {
            Value = Emit("Mul", null, x.Value, Constant("signs", [.. factors.Select(static factor => (long)Math.Sign(factor))], [factors.Length])),
            Intervals = [.. x.Intervals.Select((interval, place) => factors[place] > 0 ? interval : new Interval(-interval.High, -interval.Low))],
        };
    }

    /// <summary>Features of different sizes as 16 bits each, kept within what was seen and a little more, in units of their own; null for other values.</summary>
    private (DraftValue Value, double[] Units)? NarrowFeatures(int input)
    {
        if (input >= _program.Inputs.Length || Features(input) is not { } x)
            return null;
        int spare = (int)x.Interval.Magnitude.GetBitLength() - InputRoomBits - FeatureBits;
        DraftValue fewer = Emit("FixedScale", null, x.Value, Constant("multiplier", [1L << (TableShift - spare)], [1]));
        DraftValue cut = Emit("Max", null, Emit("Min", null, fewer, Constant(BoundNames.High, [NarrowLimit], [])), Constant(BoundNames.Low, [-NarrowLimit], []));
        return (Emit("Cast", new Settings().Name("to", "i16"), cut), [.. x.Scales.Select(scale => Math.ScaleB(scale, spare))]);
    }

    private const double MostSpread = 64; // from there on one scale would take six bits or more from the smallest
    private const int FeatureBits = 15; // of what was seen, so that as much again stays within 16 bits and a sign
}
