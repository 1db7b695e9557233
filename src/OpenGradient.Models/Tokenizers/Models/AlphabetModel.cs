using System.Text;

namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Writes each byte of a word as a character, for a model over characters: see <see cref="ByteAlphabet"/>.</summary>
internal sealed class AlphabetModel(ITokenModel model) : ITokenModel
{
    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        Rune[] runes = [.. word.ToString().EnumerateRunes()];
        model.Encode(ByteAlphabet.Encode(runes), tokens);
    }
}
