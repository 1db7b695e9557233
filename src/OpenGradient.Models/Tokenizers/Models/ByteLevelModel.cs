using System.Buffers;
using System.Text;

namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Byte-level byte-pair encoding (GPT-2, 2019): a word is its UTF-8 bytes, and neighbours merge.</summary>
internal sealed class ByteLevelModel : ITokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _merges;
    private readonly bool _takesWholeWords;
    private readonly int[] _symbolOfByte = new int[256];
    private readonly int[][] _tokensOfSymbol;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">The merges.</param>
    /// <param name="takesWholeWords">Whether a word that is a token is taken as it is, whatever the merges say.</param>
    public ByteLevelModel(Vocabulary vocabulary, MergeTable merges, bool takesWholeWords)
    {
        _vocabulary = vocabulary;
        _merges = merges;
        _takesWholeWords = takesWholeWords;
        for (int value = 0; value < 256; value++)
            _symbolOfByte[value] = merges.SymbolOf(ByteAlphabet.ToChar((byte)value).ToString());
        _tokensOfSymbol = [.. Enumerable.Range(0, merges.SymbolCount).Select(symbol => Tokens(merges.TextOf(symbol)))];
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        byte[]? rented = null;
        int limit = Encoding.UTF8.GetMaxByteCount(word.Length);
        Span<byte> bytes = limit <= 256 ? stackalloc byte[256] : rented = ArrayPool<byte>.Shared.Rent(limit);
        Encode(bytes[..Encoding.UTF8.GetBytes(word, bytes)], tokens);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private void Encode(ReadOnlySpan<byte> bytes, List<int> tokens)
    {
        if (_takesWholeWords && bytes.Length <= _vocabulary.LongestText && TryFindWhole(bytes, out int whole))
        {
            tokens.Add(whole);
            return;
        }

        Span<int> symbols = bytes.Length <= 256 ? stackalloc int[256] : new int[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            symbols[i] = _symbolOfByte[bytes[i]];
        int count = BytePairMerger.Merge(_merges, symbols[..bytes.Length]);
        foreach (int symbol in symbols[..count])
            tokens.AddRange(_tokensOfSymbol[symbol]);
    }

    private bool TryFindWhole(ReadOnlySpan<byte> bytes, out int token)
    {
        Span<char> letters = bytes.Length <= 256 ? stackalloc char[256] : new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            letters[i] = ByteAlphabet.ToChar(bytes[i]);
        return _vocabulary.TryFind(letters[..bytes.Length], out token);
    }

    /// <summary>A symbol's token; a merge result that is no token falls apart into its bytes.</summary>
    private int[] Tokens(string text)
    {
        if (_vocabulary.TryFind(text, out int token))
            return [token];
        List<int> singles = [];
        foreach (char letter in text)
        {
            if (_vocabulary.TryFind(letter.ToString(), out int single))
                singles.Add(single);
        }

        return [.. singles];
    }
}
