using System.CommandLine;
using System.Globalization;

namespace OpenGradient.Cli.Output;

/// <summary>An option that takes a number of bytes, with or without a unit.</summary>
internal static class SizeOption
{
    private static readonly (string Unit, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40), ("", 0)];

    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="least">The least number of bytes; the most is the memory that this process may have.</param>
    public static Option<long?> Create(string name, string description, long least) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result =>
        {
            string text = result.Tokens is [var token] ? token.Value : "";
            long most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            if (Read(text) is not { } bytes)
                result.AddError($"{name} takes a size such as 512MiB or 4GiB, not '{text}'.");
            else if (bytes < least)
                result.AddError($"{name} takes at least {Show(least)}, not '{text}'.");
            else if (bytes > most)
                result.AddError($"{name} takes at most the {Show(most)} that this process may have, not '{text}'.");
            else
                return bytes;
            return null;
        },
    };

    /// <summary>A number of bytes; null for what is none, and for more than fits.</summary>
    public static long? Read(string text)
    {
        (string unit, int shift) = Units.First(unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        return long.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= long.MaxValue >> shift
            ? number << shift
            : null;
    }

    private static string Show(long bytes) => $"{bytes >> 20}MiB";
}
