using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>The printable character that stands for each byte in byte-level vocabularies (GPT-2, 2019).</summary>
/// <remarks>Bytes that print in Latin-1 stand for themselves; the other 68 take U+0100 and up, in order.</remarks>
internal static class ByteAlphabet
{
    private static readonly char[] CharOfByte = MakeAlphabet();
    private static readonly Dictionary<char, byte> ByteOfChar = CharOfByte.Select(static (letter, value) => (letter, value))
        .ToDictionary(static pair => pair.letter, static pair => (byte)pair.value);

    /// <summary>The character for a byte.</summary>
    public static char ToChar(byte value) => CharOfByte[value];

    /// <summary>The bytes that a token's characters stand for; false if one is not in the alphabet.</summary>
    public static bool TryDecode(string token, out byte[] bytes)
    {
        bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            if (!ByteOfChar.TryGetValue(token[i], out bytes[i]))
                return false;
        }

        return true;
    }

    /// <summary>The characters for the UTF-8 form of code points; a lone surrogate becomes U+FFFD.</summary>
    public static string Encode(ReadOnlySpan<Rune> text)
    {
        StringBuilder encoded = new(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in text)
        {
            int count = rune.EncodeToUtf8(utf8);
            foreach (byte value in utf8[..count])
                encoded.Append(CharOfByte[value]);
        }

        return encoded.ToString();
    }

    private static char[] MakeAlphabet()
    {
        char[] alphabet = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
            alphabet[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        return alphabet;
    }
}
