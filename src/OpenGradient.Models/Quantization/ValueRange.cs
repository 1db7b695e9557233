using System.Collections.Immutable;

namespace OpenGradient.Models.Quantization;

/// <summary>What a value of a Program was seen to hold over the calibration runs.</summary>
/// <param name="Low">The smallest element.</param>
/// <param name="High">The largest element.</param>
/// <param name="Shape">The shape in the last run.</param>
public sealed record ValueRange(double Low, double High, ImmutableArray<long> Shape)
{
    /// <summary>For an input of rows of features, the largest magnitude of each feature; empty for other values.</summary>
    public ImmutableArray<double> Features { get; init; } = [];

    /// <summary>The largest magnitude, so that scales can be made of it: at least a tiny positive number, and 1 where nothing but zeros, or nothing finite, was seen.</summary>
    public double Magnitude => double.IsFinite(Low) && double.IsFinite(High) && (Low != 0 || High != 0) ? Math.Max(1e-12, Math.Max(Math.Abs(Low), Math.Abs(High))) : 1;
}
