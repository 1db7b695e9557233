using System.Globalization;
using System.Text.RegularExpressions;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Functions;

/// <summary>A line of the table of errors in the specification.</summary>
/// <param name="Name">The function.</param>
/// <param name="Largest">The largest error over all binary32 numbers of the domain, rounded up.</param>
/// <param name="IsAbsolute">Whether it is a plain difference.</param>
/// <param name="At">Where it is.</param>
internal sealed partial record StatedError(string Name, double Largest, bool IsAbsolute, float At)
{
    /// <summary>All lines.</summary>
    public static IReadOnlyList<StatedError> ReadAll() =>
    [
        .. Line().Matches(File.ReadAllText(Repository.PathOf("spec/exec-1.md"))).Select(static match => new StatedError(
            match.Groups["name"].Value,
            double.Parse(match.Groups["largest"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture),
            match.Groups["unit"].Value != "ulp",
            BitConverter.UInt32BitsToSingle(uint.Parse(match.Groups["at"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)))),
    ];

    [GeneratedRegex("""^\| `(?<name>\w+)` \| [^|]+ \| (?<largest>[0-9.e-]+) (?<unit>ulp|absolute) \| 0x(?<at>[0-9A-F]{8}) \|$""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
