using System.Collections.Immutable;

namespace OpenGradient.Models.Quantization;

/// <summary>What a value of a Program was seen to hold over the calibration runs.</summary>
/// <param name="Low">The smallest element.</param>
/// <param name="High">The largest element.</param>
/// <param name="Shape">The shape in the last run.</param>
public sealed record ValueRange(double Low, double High, ImmutableArray<long> Shape)
{
    /// <summary>The largest magnitude; at least a tiny positive number, so that scales can be made of it.</summary>
    /// <remarks>Where nothing finite was seen the ends are infinite, and it is that tiny number.</remarks>
    public double Magnitude => double.IsFinite(Low) && double.IsFinite(High) ? Math.Max(1e-12, Math.Max(Math.Abs(Low), Math.Abs(High))) : 1e-12;
}
