namespace OpenGradient.Models.Decoders;

/// <summary>Rotary position embedding of a model.</summary>
/// <param name="Dimensions">How many elements of a head are rotated; even.</param>
/// <param name="Base">The base of the frequencies.</param>
internal sealed record RotarySettings(int Dimensions, float Base)
{
    /// <summary>What frequencies are divided by.</summary>
    public float Factor { get; init; } = 1f;

    /// <summary>For YaRN, which divides slow frequencies only: the length of text that the model was first made for; 0 for none.</summary>
    public int YarnOriginalLength { get; init; }

    /// <summary>What cosines and sines are multiplied with.</summary>
    public float Magnitude { get; init; } = 1f;

    /// <summary>The text's length from which on a file that holds two sets of factors would take the other: such a model reads texts up to here only.</summary>
    public int ShortLength { get; init; } = int.MaxValue;
}
