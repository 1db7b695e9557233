using System.Collections.Frozen;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The values of <c>format</c> that are known, as patterns (spec/exec-1, section 15).</summary>
internal static class StringFormats
{
    private const string Leap = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
    private const string Date = "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|" + Leap + "-02-29)";
    private const string Time = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
    private const string Byte = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private const string Label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?";
    private const string Atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,31}";

    private static readonly FrozenDictionary<string, string> Patterns = new Dictionary<string, string>
    {
        ["date"] = $"^{Date}$",
        ["time"] = $"^{Time}$",
        ["date-time"] = $"^{Date}T{Time}$",
        ["uuid"] = "^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        ["ipv4"] = $"^(?:{Byte}\\.){{3}}{Byte}$",
        ["hostname"] = $"^{Label}(?:\\.{Label}){{0,3}}$",
        ["email"] = $"^{Atom}(?:\\.{Atom})?@{Label}(?:\\.{Label}){{1,3}}$",
    }.ToFrozenDictionary();

    /// <summary>The names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", Patterns.Keys.Order(StringComparer.Ordinal));

    /// <summary>The pattern of a format; null if it is not known.</summary>
    public static string? Find(string format) => Patterns.GetValueOrDefault(format);
}
