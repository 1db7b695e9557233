using System.Buffers.Binary;
using System.Text;
using OpenGradient.Models.Tokenizers.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.Text;

/// <summary>SentencePiece's precompiled character map: the longest prefix that it knows is replaced, again and again.</summary>
/// <remarks>
/// <code>u32 length of the trie · the trie: u32 units of a double array · replacements, each ended by a zero byte</code>
/// A unit of the double array holds the label of its edge in bits 0-7, whether a value follows in bit 8, and the offset of its
/// children in bits 10-30, times 256 if bit 9 is set; a value holds the offset of the replacement, and bit 31. Layout of the
/// darts-clone library, as SentencePiece writes it.
/// </remarks>
internal sealed class CharacterMap : ITextNormalizer
{
    private const int LengthBytes = 4;
    private const int GrowthLimit = 64;

    // Real maps know sequences of some 20 bytes. A damaged or hostile double array may lead in circles.
    private const int LongestPrefix = 256;

    private readonly uint[] _units;
    private readonly byte[] _replacements;
    private readonly TokenTrie _kept;
    private readonly string _subject;

    /// <param name="bytes">The map as the model's file holds it.</param>
    /// <param name="kept">Texts that are left as they are.</param>
    /// <param name="subject">Names the map in errors.</param>
    /// <exception cref="InvalidInputException">The map is cut off.</exception>
    public CharacterMap(ReadOnlySpan<byte> bytes, IEnumerable<string> kept, string subject)
    {
        _subject = subject;
        _kept = new TokenTrie(kept.Select(static (text, index) => (Encoding.UTF8.GetBytes(text), index)));
        uint length = bytes.Length < LengthBytes ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > bytes.Length - LengthBytes || length % sizeof(uint) != 0)
            throw new InvalidInputException(InvalidInputKind.Malformed, subject, "The character map is cut off.");
        _units = new uint[length / sizeof(uint)];
        for (int i = 0; i < _units.Length; i++)
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(LengthBytes + (i * sizeof(uint)))..]);
        _replacements = bytes[(LengthBytes + (int)length)..].ToArray();
    }

    /// <inheritdoc/>
    public string Normalize(string text, bool isStart)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using MemoryStream normalized = new(bytes.Length);
        for (int start = 0; start < bytes.Length;)
        {
            ReadOnlySpan<byte> rest = bytes.AsSpan(start);
            int kept = KeptPrefix(rest);
            if (kept > 0)
            {
                normalized.Write(rest[..kept]);
                start += kept;
            }
            else if (TryFind(rest, out int length, out ReadOnlySpan<byte> replacement))
            {
                normalized.Write(replacement);
                start += length;
                if (normalized.Length > (long)GrowthLimit * (start + GrowthLimit))
                    throw new InvalidInputException(InvalidInputKind.TooLarge, _subject, $"The character map makes text more than {GrowthLimit} times as long.");
            }
            else
            {
                Rune.DecodeFromUtf8(rest, out _, out int character);
                normalized.Write(rest[..character]);
                start += character;
            }
        }

        return Encoding.UTF8.GetString(normalized.GetBuffer(), 0, (int)normalized.Length);
    }

    /// <summary>How far the text agrees with some text that is kept, whether or not that ends there: as the reference has it.</summary>
    private int KeptPrefix(ReadOnlySpan<byte> rest)
    {
        int length = 0;
        int node = TokenTrie.Root;
        while (length < rest.Length && _kept.TryStep(node, rest[length], out node))
            length++;
        return length;
    }

    private bool TryFind(ReadOnlySpan<byte> rest, out int length, out ReadOnlySpan<byte> replacement)
    {
        length = 0;
        uint value = 0;
        uint node = Offset(Unit(0));
        for (int i = 0; i < Math.Min(rest.Length, LongestPrefix) && rest[i] != 0; i++)
        {
            node ^= rest[i];
            uint unit = Unit(node);
            if ((unit & 0x800000FF) != rest[i])
                break;
            node ^= Offset(unit);
            if ((unit >> 8 & 1) != 0)
            {
                length = i + 1;
                value = Unit(node) & int.MaxValue;
            }
        }

        replacement = length > 0 ? Replacement(value) : [];
        return length > 0;
    }

    /// <summary>A unit; beyond the end, one that no text goes on from.</summary>
    private uint Unit(uint index) => index < _units.Length ? _units[index] : uint.MaxValue;

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1u << 9)) >> 6);

    private ReadOnlySpan<byte> Replacement(uint offset)
    {
        if (offset >= _replacements.Length)
            return [];
        ReadOnlySpan<byte> rest = _replacements.AsSpan((int)offset);
        int end = rest.IndexOf((byte)0);
        return end < 0 ? rest : rest[..end];
    }
}
