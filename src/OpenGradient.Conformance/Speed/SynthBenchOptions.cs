using System.Collections.Immutable;
using OpenGradient.Models.Synthetic;

namespace OpenGradient.Conformance.Speed;

/// <summary>What a <see cref="SynthBench"/> measures.</summary>
public sealed record SynthBenchOptions
{
    /// <value>The folder that the models are written into, and found in by the next bench with the same seed.</value>
    public required string Folder { get; init; }

    /// <value>Default: all of <see cref="SyntheticShape.All"/>.</value>
    public ImmutableArray<SyntheticShape> Shapes { get; init; } = SyntheticShape.All;

    /// <value>Default: q8_0, q4_0, q4_k, f16. Also: f32.</value>
    public ImmutableArray<string> Encodings { get; init; } = ["q8_0", "q4_0", "q4_k", "f16"];

    /// <value>How many threads, one measurement for each. Default: 1 and 2.</value>
    public ImmutableArray<int> ThreadCounts { get; init; } = [1, 2];

    /// <value>How many rows go through the model at once, one measurement for each. Default: 1, which is generation for one text, 8 and 32.</value>
    public ImmutableArray<int> RowCounts { get; init; } = [1, 8, 32];

    /// <value>How many requests are answered together, one measurement for each. Default: 1, 8 and 32.</value>
    public ImmutableArray<int> RequestCounts { get; init; } = [1, 8, 32];

    /// <value>How long each single measurement goes on; it ends after the run in which the time is up. Default: 2 seconds.</value>
    public TimeSpan MeasureTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Of the weights. Default: 1.</value>
    public ulong Seed { get; init; } = 1;
}
