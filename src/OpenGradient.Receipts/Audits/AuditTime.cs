using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenGradient.Receipts;

/// <summary>Times in votes and reports: <c>2026-11-30T12:00:00Z</c>, nothing else.</summary>
internal static partial class AuditTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string Format(DateTime time) => time.ToString(Form, CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out DateTime time)
    {
        time = default;
        return Pattern().IsMatch(text)
            && DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\z")]
    private static partial Regex Pattern();
}
