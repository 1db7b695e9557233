using System.Globalization;

namespace OpenGradient.Transparency;

/// <summary>Non-negative integers below 2^64 as ASCII decimals without leading zeros.</summary>
internal static class Decimal64
{
    /// <summary>Reads one; false for every other text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        // The platform's parser takes trailing NUL characters; only digits may reach it.
        bool isCanonical = text.Length is > 0 and <= MaxDigits && (text[0] != '0' || text.Length == 1) && !text.ContainsAnyExceptInRange('0', '9');
        return isCanonical && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private const int MaxDigits = 20;
}
