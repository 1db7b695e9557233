using System.Text;

namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>The longest token that the text begins with, again and again (RWKV).</summary>
/// <param name="vocabulary">The tokens; they may be any bytes.</param>
/// <param name="unknown">Stands for a byte with which no token begins; null drops it.</param>
internal sealed class LongestTokenModel(Vocabulary vocabulary, int? unknown) : ITokenModel
{
    private readonly TokenTrie _trie = new(Enumerable.Range(0, vocabulary.Count).Select(id => (vocabulary.Bytes(id).ToArray(), id)));

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, bytes);
        for (int start = 0; start < bytes.Length;)
        {
            (int? token, int length) = (unknown, 1);
            int node = TokenTrie.Root;
            for (int end = start; end < bytes.Length && _trie.TryStep(node, bytes[end], out node);)
            {
                end++;
                if (_trie.TryGetValue(node, out int found))
                    (token, length) = (found, end - start);
            }

            if (token is int known)
                tokens.Add(known);
            start += length;
        }
    }
}
