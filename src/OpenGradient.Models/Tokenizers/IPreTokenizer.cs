using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Cuts text into words before byte-pair encoding; no merge crosses a cut.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the lengths of the words that <paramref name="text"/> consists of, in order.</summary>
    void Split(ReadOnlySpan<Rune> text, List<int> lengths);
}
