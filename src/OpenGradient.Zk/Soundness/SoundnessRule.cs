namespace OpenGradient.Zk.Soundness;

/// <summary>A way for a false claim to pass, and what it costs to say so; proof-1 section 13.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Formula">How often, as the specification writes it.</param>
internal sealed record SoundnessRule(string Name, string Formula)
{
    /// <summary>Two different extensions agree at a point that was drawn.</summary>
    public static SoundnessRule Points { get; } = new("points drawn", "Σ n / |E|");

    /// <summary>Two different round polynomials agree at a challenge.</summary>
    public static SoundnessRule Sumchecks { get; } = new("sumchecks", "Σ n d / |E|");

    /// <summary>False claims make a true one together.</summary>
    public static SoundnessRule Joins { get; } = new("claims joined", "Σ (claims - 1) / |E|");

    /// <summary>Two different sums of fractions, or of rows, look the same; a denominator is zero.</summary>
    public static SoundnessRule Rows { get; } = new("rows looked up", "N (w + 1) / |E| · 2^-h");

    /// <summary>Words that are far from the code look near when they are combined.</summary>
    public static SoundnessRule Words { get; } = new("words combined", "Σ k n / |E|");

    /// <summary>Equations that pads do not satisfy add up to one that they do, or rows that are no code words to one.</summary>
    public static SoundnessRule Pads { get; } = new("pads", "(R n + equations) / |E|");

    /// <summary>A statement that is too large was not read to its end.</summary>
    public static SoundnessRule Size { get; } = new("too large to be read", "1");

    /// <summary>No query falls on a place that differs.</summary>
    public static SoundnessRule Queries { get; } = new("queries", "(1 - δ)^Q · 2^-g");
}
