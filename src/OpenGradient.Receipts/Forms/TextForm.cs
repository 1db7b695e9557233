using System.Text.RegularExpressions;

namespace OpenGradient.Receipts;

/// <summary>The few forms that text takes in payloads, bundles and policies (receipt-1 §2); anything else is refused.</summary>
public static partial class TextForm
{
    private const int MaximumNumberLength = 32;

    /// <summary>Whether <paramref name="text"/> is a label: 1 to 128 characters out of <c>A-Z a-z 0-9 . _ : / @ + -</c>.</summary>
    public static bool IsLabel(string text) => Label().IsMatch(text);

    /// <summary>Whether <paramref name="text"/> is a number of RFC 8259 §6, at most 32 characters long.</summary>
    public static bool IsNumber(string text) => text.Length <= MaximumNumberLength && Number().IsMatch(text);

    /// <summary>Whether <paramref name="text"/> is that many bytes in lower-case hexadecimal digits.</summary>
    public static bool IsHex(string text, int minimumBytes, int maximumBytes) =>
        text.Length % 2 == 0 && text.Length / 2 >= minimumBytes && text.Length / 2 <= maximumBytes && LowerCaseHex().IsMatch(text);

    /// <summary>Reads a count: decimal, no sign, no leading zeros, below 2^63.</summary>
    public static bool TryReadCount(string text, out long count)
    {
        count = 0;
        return Count().IsMatch(text) && long.TryParse(text, out count);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._:/@+-]{1,128}\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,18})\z")]
    private static partial Regex Count();

    [GeneratedRegex(@"\A[0-9a-f]*\z")]
    private static partial Regex LowerCaseHex();
}
