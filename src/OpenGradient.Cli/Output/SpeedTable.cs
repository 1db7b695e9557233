using System.Globalization;
using OpenGradient.Conformance.Speed;
using OpenGradient.Execution.Speed;

namespace OpenGradient.Cli.Output;

/// <summary>The speeds of language models as a Markdown table, a line for each measurement.</summary>
internal static class SpeedTable
{
    /// <summary>What the machine can do, and the first two lines of the table.</summary>
    public static void PrintHead(ModelSpeed first)
    {
        foreach (MachineRates machine in first.Threads.Select(static thread => thread.Machine))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Plural.Of(machine.ThreadCount, "thread")}: reads {machine.ReadBytesPerSecond / 1e9:F1} GB/s, float {machine.FloatOperationsPerSecond / 1e9:F0} Gop/s, bytes {machine.ByteOperationsPerSecond / 1e9:F0} Gop/s"));
        }

        Console.WriteLine();
        Console.WriteLine("| model | threads | what | tok/s | times one | limit | share | file MB | own MB | cache MB |");
        Console.WriteLine("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|");
    }

    /// <summary>The lines of one model.</summary>
    public static void Print(ModelSpeed model)
    {
        foreach (ThreadSpeed thread in model.Threads)
        {
            string head = string.Create(CultureInfo.InvariantCulture, $"| {model.Shape} {model.Encoding} | {thread.Machine.ThreadCount} |");
            PrintLine(head, $"prompt of {SynthBench.PromptTokens}", thread.PromptTokensPerSecond, null, thread.PromptLimit);
            double? row = thread.Rows.FirstOrDefault(static row => row.RowCount == 1)?.TokensPerSecond;
            foreach (RowSpeed rows in thread.Rows)
                PrintLine(head, Plural.Of(rows.RowCount, "row"), rows.TokensPerSecond, row, thread.LimitOf(rows.RowCount));
            double? request = thread.Requests.FirstOrDefault(static request => request.RequestCount == 1)?.TokensPerSecond;
            foreach (RequestSpeed requests in thread.Requests)
                PrintLine(head, Plural.Of(requests.RequestCount, "request"), requests.TokensPerSecond, request, thread.LimitOf(requests.RequestCount), requests.Memory);
        }
    }

    private static void PrintLine(string head, string what, double tokensPerSecond, double? one, double limit, RequestMemory? memory = null) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{head} {what} | {tokensPerSecond:F1} | {tokensPerSecond / one:F2} | {limit:F1} | {tokensPerSecond / limit:P0} | {Memory(memory)} |"));

    /// <summary>What is mapped of the file, what the engine has of its own beside the cache, and the cache.</summary>
    private static string Memory(RequestMemory? memory) => memory is null
        ? " | |"
        : string.Create(CultureInfo.InvariantCulture, $"{memory.FileBytes / 1e6:F0} | {(memory.AnonymousBytes - memory.CacheBytes) / 1e6:F0} | {memory.CacheBytes / 1e6:F0}");

}
