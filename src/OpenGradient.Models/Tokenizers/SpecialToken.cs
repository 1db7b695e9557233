namespace OpenGradient.Models.Tokenizers;

/// <summary>A token that is found in text before anything else is done to it.</summary>
/// <param name="Id">The token.</param>
/// <param name="Text">Its text.</param>
internal sealed record SpecialToken(int Id, string Text)
{
    /// <summary>Whether white space before it belongs to it.</summary>
    public bool TakesSpaceBefore { get; init; }

    /// <summary>Whether white space behind it belongs to it.</summary>
    public bool TakesSpaceBehind { get; init; }

    /// <summary>Whether it counts only where no word character touches it.</summary>
    public bool IsWord { get; init; }
}
