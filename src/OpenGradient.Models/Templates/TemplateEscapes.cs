using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>What a backslash begins in a string, as Python has it.</summary>
internal static class TemplateEscapes
{
    private const string Letters = "ntr\\'\"abfv";
    private const string Meanings = "\n\t\r\\'\"\a\b\f\v";

    /// <summary>Appends what the letters behind a backslash stand for; returns how many they are.</summary>
    public static int Append(StringBuilder text, ReadOnlySpan<char> rest)
    {
        if (Letters.IndexOf(rest[0], StringComparison.Ordinal) is var index and >= 0)
        {
            text.Append(Meanings[index]);
            return 1;
        }

        int digits = rest[0] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && rest.Length > digits && uint.TryParse(rest.Slice(1, digits), NumberStyles.AllowHexSpecifier, null, out uint code))
            return AppendCode(text, code) ? digits + 1 : throw TemplateError.Runtime($"The string has no character {code:x}.");
        if (digits > 0)
            throw TemplateError.Runtime($"'\\{rest[0]}' of a string needs {digits} digits behind it.");
        if (rest[0] == 'N')
            throw TemplateError.Unsupported("'\\N' of a string, a character by its name, is not supported; write the character or '\\u' and its number.");
        if (rest[0] is >= '0' and <= '7')
            return AppendOctal(text, rest);
        if (rest[0] != '\n')
            text.Append('\\').Append(rest[0]); // what means nothing stays as it is
        return 1;
    }

    /// <summary>A half of a surrogate pair is kept: the other half may follow.</summary>
    private static bool AppendCode(StringBuilder text, uint code)
    {
        if (code <= char.MaxValue)
            text.Append((char)code);
        else if (Rune.IsValid(code))
            text.Append(new Rune(code).ToString());
        else
            return false;
        return true;
    }

    private static int AppendOctal(StringBuilder text, ReadOnlySpan<char> rest)
    {
        int code = 0;
        int count = 0;
        for (; count < 3 && count < rest.Length && rest[count] is >= '0' and <= '7'; count++)
            code = (code * 8) + (rest[count] - '0');
        text.Append((char)code);
        return count;
    }
}
