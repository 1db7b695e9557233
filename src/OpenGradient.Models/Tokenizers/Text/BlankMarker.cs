namespace OpenGradient.Models.Tokenizers.Text;

/// <summary>Writes blanks as U+2581, one before the text too.</summary>
/// <param name="prefix">Where a blank is put before the text.</param>
/// <param name="isForced">Whether that is done even if the text begins with one.</param>
internal sealed class BlankMarker(BlankPrefix prefix, bool isForced) : ITextNormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text, bool isStart)
    {
        string marked = text.Replace(' ', TokenSpellings.BlankMark);
        bool isWanted = prefix == BlankPrefix.Always || (prefix == BlankPrefix.First && isStart);
        return isWanted && (isForced || !marked.StartsWith(TokenSpellings.BlankMark)) ? TokenSpellings.BlankMark + marked : marked;
    }
}
