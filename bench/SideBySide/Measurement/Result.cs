using OpenGradient.Benchmarks.SideBySide.Engines;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>What a comparison brought.</summary>
internal sealed record Result(Comparison Comparison)
{
    public Dictionary<EngineKind, Spread> Times { get; } = [];

    public Dictionary<EngineKind, string> Failures { get; } = [];

    /// <summary>Our speed as a multiple of the other engine's faster set-up; null if one of them did not run.</summary>
    public double? Ratio
    {
        get
        {
            double[] theirs = [.. Times.Where(static entry => entry.Key != EngineKind.Ours).Select(static entry => entry.Value.Median)];
            return Times.TryGetValue(EngineKind.Ours, out Spread? ours) && theirs.Length > 0 ? theirs.Min() / ours.Median : null;
        }
    }
}
