using System.Collections.Immutable;

namespace OpenGradient.Cli.Proving;

/// <summary>How a float model is compiled for a proof.</summary>
internal sealed record IntegerFormOptions
{
    /// <summary>A file of samples, which decide which numbers the integers can tell apart; null, the default, for the inputs of the run themselves.</summary>
    public string? Calibration { get; init; }

    /// <summary>8 or 16, the default: a proof of either costs the same.</summary>
    public int WeightBits { get; init; } = 16;

    /// <summary>Inputs that become constants of the model, by name; none by default.</summary>
    public ImmutableArray<string> Constants { get; init; } = [];
}
