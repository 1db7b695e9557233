using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OpenGradient.Verifier;

/// <summary>What a person asked <c>og-verify</c> for.</summary>
internal sealed record Arguments
{
    /// <summary>The bundle file; - for standard input.</summary>
    public required string Bundle { get; init; }

    /// <summary>The policy file; null for the default policy.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>What the answer is for; null where nothing was said.</summary>
    public string? Purpose { get; init; }

    /// <summary>How much it is about; null where nothing was said.</summary>
    public string? Amount { get; init; }

    /// <summary>The time to judge by, in seconds since 1970-01-01 UTC; null for now.</summary>
    public long? NowUnixSeconds { get; init; }

    /// <summary>Whether the report is for machines.</summary>
    public bool IsJson { get; init; }

    /// <summary>Reads a command line; false if it is none: an unknown option, a value that is missing or given twice, not one bundle.</summary>
    public static bool TryRead(string[] args, [NotNullWhen(true)] out Arguments? arguments)
    {
        arguments = null;
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        for (int index = 0; index < args.Length; index++)
        {
            string name = args[index] is { Length: > 1 } text && text[0] == '-' ? text : "";
            string? value = name switch
            {
                "" => args[index],
                "--json" => "",
                "--policy" or "--for" or "--amount" or "--now" => index + 1 < args.Length ? args[++index] : null,
                _ => null,
            };
            if (value is null || !values.TryAdd(name, value))
                return false;
        }

        bool hasTime = values.TryGetValue("--now", out string? now);
        long seconds = 0;
        if (!values.TryGetValue("", out string? bundle) || (hasTime && !long.TryParse(now, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)))
            return false;
        arguments = new Arguments
        {
            Bundle = bundle,
            PolicyFile = values.GetValueOrDefault("--policy"),
            Purpose = values.GetValueOrDefault("--for"),
            Amount = values.GetValueOrDefault("--amount"),
            NowUnixSeconds = hasTime ? seconds : null,
            IsJson = values.ContainsKey("--json"),
        };
        return true;
    }
}
