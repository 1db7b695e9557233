using System.Collections.Immutable;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Quantization;

/// <summary>A value of the integer Program and what its integers stand for.</summary>
/// <param name="Value">The value.</param>
/// <param name="IsNarrow">Whether it is <c>i16</c>; otherwise it is <c>i64</c>.</param>
/// <param name="Scales">One scale for all elements, or one for each index along <paramref name="Axis"/>.</param>
/// <param name="Axis">The axis of the scales, counted from the end (-1 is the last).</param>
/// <param name="Intervals">What the integers can be; as many as scales.</param>
internal sealed record FixedValue(DraftValue Value, bool IsNarrow, ImmutableArray<double> Scales, int Axis, ImmutableArray<Interval> Intervals)
{
    /// <summary>A value with one scale.</summary>
    public static FixedValue Uniform(DraftValue value, bool isNarrow, double scale, Interval interval) => new(value, isNarrow, [scale], -1, [interval]);

    /// <summary>Whether the scales are those of features of an input: a proof knows one interval for all of them.</summary>
    public bool IsOfFeatures { get; init; }

    /// <summary>Whether one scale holds for all elements.</summary>
    public bool IsUniform => Scales.Length == 1;

    /// <summary>The scale of a uniform value.</summary>
    public double Scale => Scales[0];

    /// <summary>The interval of a uniform value.</summary>
    public Interval Interval => Intervals[0];

    /// <summary>The largest real magnitude that an element can have.</summary>
    public double WorstCase => Scales.Zip(Intervals, static (scale, interval) => scale * (double)interval.Magnitude).Max();
}
