using System.Text;

namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>What stands for a character that the vocabulary does not have: its bytes, or the unknown token.</summary>
internal sealed class CharacterFallback
{
    private readonly int[]? _tokenOfByte;
    private readonly int? _unknown;
    private readonly bool _joinsUnknown;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="usesBytes">Whether characters may fall apart into <c>&lt;0x..&gt;</c> tokens.</param>
    /// <param name="unknown">The unknown token, if there is one.</param>
    /// <param name="joinsUnknown">Whether unknown characters in a row are one unknown token.</param>
    public CharacterFallback(Vocabulary vocabulary, bool usesBytes, int? unknown, bool joinsUnknown = false)
    {
        _unknown = unknown;
        _joinsUnknown = joinsUnknown;
        if (!usesBytes)
            return;
        int[] tokens = new int[256];
        for (int value = 0; value < 256; value++)
        {
            bool isKnown = vocabulary.TryFind(ByteTokens.TextOf((byte)value), out tokens[value])
                || (value < 0x80 && vocabulary.TryFind(((char)value).ToString(), out tokens[value]));
            if (!isKnown)
                tokens[value] = -1;
        }

        _tokenOfByte = tokens;
    }

    /// <summary>Appends what stands for a character; nothing if the vocabulary has nothing for it.</summary>
    /// <param name="character">The character.</param>
    /// <param name="wasUnknown">Whether the character before was unknown too; after the call, whether this one was.</param>
    /// <param name="tokens">Where to append.</param>
    public void Encode(ReadOnlySpan<char> character, ref bool wasUnknown, List<int> tokens)
    {
        // Where a text has the unknown token's own letters, they are one unknown thing.
        Span<byte> bytes = character.Length <= 2 ? stackalloc byte[6] : new byte[Encoding.UTF8.GetByteCount(character)];
        bytes = bytes[..Encoding.UTF8.GetBytes(character, bytes)];
        if (_tokenOfByte is not null && HasAll(bytes))
        {
            foreach (byte value in bytes)
                tokens.Add(_tokenOfByte[value]);
            wasUnknown = false;
            return;
        }

        if (_unknown is int unknown && !(wasUnknown && _joinsUnknown))
            tokens.Add(unknown);
        wasUnknown = true;
    }

    private bool HasAll(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (_tokenOfByte![value] < 0)
                return false;
        }

        return true;
    }
}
