using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Conformance.Speed;
using OpenGradient.Execution.Speed;

namespace OpenGradient.Cli.Output;

/// <summary>The speeds of language models as a Markdown table, a line for each model and number of threads.</summary>
internal static class SpeedTable
{
    /// <summary>What the machine can do, and the first two lines of the table.</summary>
    public static void PrintHead(ModelSpeed first, ImmutableArray<int> rowCounts)
    {
        foreach (MachineRates machine in first.Threads.Select(static thread => thread.Machine))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{machine.ThreadCount} {(machine.ThreadCount == 1 ? "thread" : "threads")}: reads {machine.ReadBytesPerSecond / 1e9:F1} GB/s, float {machine.FloatOperationsPerSecond / 1e9:F0} Gop/s, bytes {machine.ByteOperationsPerSecond / 1e9:F0} Gop/s"));
        }

        Console.WriteLine();
        Console.WriteLine($"| model | threads | prompt tok/s | limit |{string.Concat(rowCounts.Select(static rows => $" {rows} {(rows == 1 ? "row" : "rows")} tok/s |"))} limit of 1 row | share |");
        Console.WriteLine($"|---|--:|--:|--:|{string.Concat(rowCounts.Select(static _ => "--:|"))}--:|--:|");
    }

    /// <summary>The lines of one model.</summary>
    public static void Print(ModelSpeed model)
    {
        foreach (ThreadSpeed thread in model.Threads)
        {
            string rows = string.Concat(thread.Rows.Select(static row => string.Create(CultureInfo.InvariantCulture, $" {row.TokensPerSecond:F1} |")));
            string share = thread.BandwidthShare is double known ? string.Create(CultureInfo.InvariantCulture, $"{known:P0}") : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {model.Shape} {model.Encoding} | {thread.Machine.ThreadCount} | {thread.PromptTokensPerSecond:F1} | {thread.PromptLimit:F0} |{rows} {thread.GenerationLimit:F1} | {share} |"));
        }
    }
}
