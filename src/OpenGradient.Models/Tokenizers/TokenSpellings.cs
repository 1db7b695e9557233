using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>From a token's text to the bytes that it stands for.</summary>
internal static class TokenSpellings
{
    /// <summary>The mark that vocabularies of text write for a blank: U+2581.</summary>
    public const char BlankMark = '\u2581';

    /// <summary>The mark before what continues a word.</summary>
    public const string ContinuationMark = "##";

    /// <summary>The mark at the end of a word.</summary>
    public const string WordEndMark = "</w>";

    /// <summary>The bytes of an ordinary token.</summary>
    public static byte[] Decode(TokenSpelling spelling, string text) => spelling switch
    {
        TokenSpelling.ByteAlphabet => ByteAlphabet.TryDecode(text, out byte[] bytes) ? bytes : Encoding.UTF8.GetBytes(text),
        TokenSpelling.MarkedBlanks => Encoding.UTF8.GetBytes(text.Replace(BlankMark, ' ')),
        TokenSpelling.Continuations => Encoding.UTF8.GetBytes(
            text.StartsWith(ContinuationMark, StringComparison.Ordinal) ? text[ContinuationMark.Length..] : " " + text),
        TokenSpelling.WordEnds => DecodeWordEnd(text),
        TokenSpelling.Escapes => DecodeEscapes(text),
        _ => Encoding.UTF8.GetBytes(text),
    };

    private static byte[] DecodeWordEnd(string text)
    {
        bool isEnd = text.EndsWith(WordEndMark, StringComparison.Ordinal);
        byte[] bytes = Decode(TokenSpelling.ByteAlphabet, isEnd ? text[..^WordEndMark.Length] : text);
        return isEnd ? [.. bytes, (byte)' '] : bytes;
    }

    private static byte[] DecodeEscapes(string text)
    {
        List<byte> bytes = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                int units = char.IsSurrogatePair(text, i) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, units)));
                i += units - 1;
                continue;
            }

            char escape = text[++i];
            if (escape == 'x' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
                continue;
            }

            bytes.Add((byte)(escape switch { 't' => '\t', 'n' => '\n', 'r' => '\r', _ => escape & 0x7F }));
        }

        return [.. bytes];
    }
}
