using System.Globalization;

namespace OpenGradient.Cli.Output;

/// <summary>Counts as people write them.</summary>
internal static class Plural
{
    /// <summary><c>1 token</c>, <c>2 tokens</c>, <c>1 leaf</c>, <c>1,024 leaves</c>.</summary>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
