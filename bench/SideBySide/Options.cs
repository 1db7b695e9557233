using System.Globalization;
using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.SideBySide;

/// <summary>The command line.</summary>
internal sealed record Options(
    string[] Common, string SamplesFolder, string GraphFolder, bool IsQuick, bool HasTimes, bool HasBits, bool InProcessorTime, string Only, TimeSpan Time, string[] Single)
{
    public static Options Parse(string[] arguments)
    {
        int single = Array.IndexOf(arguments, "--single");
        string[] own = single < 0 ? arguments : arguments[..single];
        bool isQuick = own.Contains("--quick");
        string seconds = After(own, "--seconds") ?? (isQuick ? "0.5" : "2");
        string samples = own[^1];
        string graphs = After(own, "--graphs") ?? Directory.CreateTempSubdirectory("side-by-side-").FullName;
        return new Options(
            ["--graphs", graphs, samples],
            samples,
            graphs,
            isQuick,
            !own.Contains("--bits"),
            own.Contains("--bits") || (!own.Contains("--no-bits") && !isQuick),
            own.Contains("--processor-time"),
            After(own, "--only") ?? string.Empty,
            TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)),
            single < 0 ? [] : arguments[(single + 1)..]);
    }

    public bool Wants(Subject subject) => subject.Name.Contains(Only, StringComparison.Ordinal);

    private static string? After(string[] arguments, string name)
    {
        int index = Array.IndexOf(arguments, name);
        return index >= 0 && index + 1 < arguments.Length ? arguments[index + 1] : null;
    }
}
