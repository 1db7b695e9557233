using System.Collections.Immutable;
using OpenGradient.Verification;
using Spectre.Console;

namespace OpenGradient.Cli.Output;

/// <summary>Prints a report as a person reads it: the table, what is established and what is not, and, when all is looked at, the outcome.</summary>
internal static class ReportPrinter
{
    // A digest and its row fit on one line; a file or pipe has no width of its own.
    private const int ReadableColumns = 124;

    public static void Print(VerificationReport report, ReadOnlySpan<byte> bundle)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = ReadableColumns;
        if (report.Receipt is not null)
            AnsiConsole.MarkupLineInterpolated($"receipt [bold]{report.Receipt.Id}[/]");
        AnsiConsole.Write(CreateTable(report));
        DisclosurePrinter.Print(report, bundle);
        PrintList("establishes", report.Establishes);
        PrintList("does not establish", report.DoesNotEstablish);
    }

    /// <summary>The last line, which is true of all that was looked at.</summary>
    /// <param name="report">The report on the bundle.</param>
    /// <param name="policy">What was demanded.</param>
    /// <param name="objections">What speaks against the receipt besides.</param>
    public static void PrintOutcome(VerificationReport report, Policy policy, ImmutableArray<string> objections)
    {
        string outcome = report.Accepted && !objections.IsEmpty ? "not accepted: the bundle meets the policy, but " : Outcome(report, policy);
        string joint = report.Accepted || objections.IsEmpty ? "" : "; ";
        AnsiConsole.WriteLine($"{outcome}{joint}{string.Join("; ", objections)}");
    }

    private static Table CreateTable(VerificationReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("evidence", "verdict", "reason");
        foreach (ReportRow row in report.Rows)
            table.AddRow(new Text(row.Kind.WireName()), new Text(row.Verdict.WireName(), StyleOf(row.Verdict)), new Text(TerminalText.OneLine($"{row.Reason} ({row.Code.WireName()})")));
        return table;
    }

    private static void PrintList(string title, ImmutableArray<string> sentences)
    {
        if (sentences.IsEmpty)
            return;
        AnsiConsole.WriteLine(title);
        foreach (string sentence in sentences)
            AnsiConsole.Write(new Padder(new Text(TerminalText.OneLine("- " + sentence)), new Padding(2, 0, 0, 0)));
        AnsiConsole.WriteLine();
    }

    private static string Outcome(VerificationReport report, Policy policy) => report.ExitCode switch
    {
        VerificationReport.ExitAccepted => "accepted: the policy is met",
        VerificationReport.ExitInvalid => $"not accepted: invalid: {string.Join(", ", Names(report, Verdict.Invalid))}",
        _ => $"not accepted: could not be checked: {string.Join(", ", Names(report, Verdict.Unverifiable).Concat(Missing(report, policy)))}",
    };

    private static IEnumerable<string> Names(VerificationReport report, Verdict verdict) =>
        report.Rows.Where(row => row.Verdict == verdict).Select(static row => row.Kind.WireName());

    /// <summary>What the policy requires and nobody tried to check.</summary>
    private static IEnumerable<string> Missing(VerificationReport report, Policy policy) =>
        from kind in policy.RequiredRows(withReexecution: false)
        where report.Rows.All(row => row.Kind != kind)
        select kind == RowKind.Reexecution ? $"{kind.WireName()} (try --reexecute)" : kind.WireName();

    private static Style StyleOf(Verdict verdict) => verdict switch
    {
        Verdict.Valid => new Style(Color.Green),
        Verdict.Invalid => new Style(Color.Red),
        Verdict.Unverifiable => new Style(Color.Yellow),
    };
}
