using System.Globalization;
using OpenGradient.Cli.Output;
using OpenGradient.Execution.Disputes;

namespace OpenGradient.Cli.Disputes;

/// <summary>Prints a simulated dispute for people.</summary>
internal static class DisputePrinter
{
    public static void Print(DisputeReport report)
    {
        Console.WriteLine($"Cheat   party {Name(report.Cheat)}: {TerminalText.OneLine(report.Cheating)}");
        Console.WriteLine($"Trace   {Plural.Of(report.LeafCount, "leaf", "leaves")}");
        Console.WriteLine();
        Console.WriteLine("round   bytes a   bytes b   what both parties show");
        foreach (IGrouping<int, DisputeMessage> round in report.Messages.GroupBy(static message => message.Round))
            Console.WriteLine($"{round.Key,5} {Bytes(round, Party.A),9} {Bytes(round, Party.B),9}   {round.First().Kind}: {TerminalText.OneLine(round.First().Request)}");

        Console.WriteLine();
        Console.WriteLine($"        {Plural.Of(report.Messages.Length, "message")}, {Plural.Of(report.TotalBytes, "byte")}; the last round's are at most {Plural.Of(report.FinalBytes, "byte")}");
        if (report.Leaf is { } leaf)
            Console.WriteLine($"First   {TerminalText.OneLine($"leaf {Count(leaf)}: {Place(report)}")}");
        if (report.Text is { } text)
            Console.WriteLine($"Text    position {Count(text.Position)}, in segment {Count(text.Segment)} (from position {Count(text.SegmentStart)} on), {Layer(text)}");
        if (report.Answer is { } answer)
            Console.WriteLine($"Answer  {TerminalText.OneLine(answer)}");
        if (report.Claimed is { } claimed)
            Console.WriteLine($"Claimed {TerminalText.OneLine($"{claimed} (by party {Name(report.Cheat)})")}");
        if (report.Within is { } within)
            Console.WriteLine($"Within  {TerminalText.OneLine($"{within} of its expansion")}");
        Console.WriteLine($"Verdict {TerminalText.OneLine(Sentence(report.Verdict))}");
    }

    /// <summary><c>A</c> or <c>B</c>.</summary>
    public static string Name(Party party) => party == Party.A ? "A" : "B";

    private static string Place(DisputeReport report)
    {
        if (report.Step is not { } step)
            return "the trace ends there";
        string constants = report.Constants.IsEmpty ? "" : $", which reads {string.Join(" and ", report.Constants.Select(static name => $"'{name}'"))}";
        string iteration = report.Iterations.IsEmpty ? "" : $", iteration {string.Join(',', report.Iterations)}";
        string tile = report.Tile is { } index ? $", tile {index}" : "";
        string element = report.Element is { } number ? $", element {number}" : "";
        return $"step {step} ({report.Operator}{constants}){iteration}, output {report.Output}{tile}{element}";
    }

    private static string Layer(TextPlace text) => text.Layer < text.LayerCount ? $"layer {text.Layer} of {text.LayerCount}" : "after the last layer";

    private static string Sentence(Verdict verdict) => verdict.Convicted.IsEmpty
        ? $"{verdict.Code}: {verdict.Reason}"
        : $"{string.Join(" and ", verdict.Convicted.Select(Name))} lied ({verdict.Code}). {verdict.Reason}";

    private static string Bytes(IEnumerable<DisputeMessage> round, Party party) =>
        round.FirstOrDefault(message => message.Party == party) is { } message ? Count(message.Bytes.Length) : "-";

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
