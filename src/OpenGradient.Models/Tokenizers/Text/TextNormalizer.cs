namespace OpenGradient.Models.Tokenizers.Text;

/// <summary>A rewriting that is the same wherever the text stands.</summary>
internal sealed class TextNormalizer(Func<string, string> rewrite) : ITextNormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text, bool isStart) => rewrite(text);
}
