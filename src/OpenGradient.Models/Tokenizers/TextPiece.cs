namespace OpenGradient.Models.Tokenizers;

/// <summary>A part of a text, in UTF-16 units.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct TextPiece(int Start, int Length)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Length;
}
