using System.Text;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Makes text of bytes that arrive in pieces: a character that is not complete waits.</summary>
/// <remarks>Bytes that can become no character are U+FFFD, one for each maximal wrong part, as everywhere in .NET and the web.</remarks>
internal sealed class TextAssembler
{
    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false).GetDecoder();

    /// <summary>The characters that are complete with these bytes.</summary>
    public string Append(ReadOnlySpan<byte> bytes) => Decode(bytes, isLast: false);

    /// <summary>What an incomplete character at the end comes to.</summary>
    public string Finish() => Decode([], isLast: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool isLast)
    {
        Span<char> letters = stackalloc char[128];
        int count = _decoder.GetCharCount(bytes, isLast);
        if (count > letters.Length)
            letters = new char[count];
        return new string(letters[.._decoder.GetChars(bytes, letters, isLast)]);
    }
}
