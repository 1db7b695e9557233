using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Verification;

namespace OpenGradient.Verifier;

/// <summary>A report as plain text: the table, what it establishes, what it does not, and the outcome. The og-verify of <c>clients/js</c> prints the same.</summary>
internal static class ReportText
{
    private static readonly string[] Head = ["evidence", "verdict", "code", "reason"];

    public static string Format(VerificationReport report)
    {
        List<string> lines = report.Receipt is { } receipt ? [$"receipt {receipt.Id}", ""] : [];
        string[][] cells = [Head, .. report.Rows.Select(static row => (string[])[row.Kind.WireName(), row.Verdict.WireName(), row.Code.WireName(), Printable(row.Reason)])];
        int[] widths = [.. Enumerable.Range(0, Head.Length - 1).Select(column => cells.Max(line => line[column].Length)), 0];
        foreach (string[] line in cells)
            lines.Add(string.Join("  ", line.Zip(widths, static (cell, width) => cell.PadRight(width))).TrimEnd());
        AddSection(lines, "Establishes", report.Establishes);
        AddSection(lines, "Does not establish", report.DoesNotEstablish);
        return string.Join('\n', [.. lines, "", Outcome(report)]);
    }

    private static void AddSection(List<string> lines, string title, ImmutableArray<string> sentences)
    {
        if (!sentences.IsEmpty)
            lines.AddRange(["", title, .. sentences.Select(static sentence => $"  - {Printable(sentence)}")]);
    }

    /// <summary>One sentence for the outcome; never a bare "verified".</summary>
    private static string Outcome(VerificationReport report)
    {
        if (report.Accepted)
            return "Accepted: the policy is met.";
        bool isInvalid = report.ExitCode == VerificationReport.ExitInvalid;
        string named = string.Join(", ", report.Rows
            .Where(row => row.Verdict == (isInvalid ? Verdict.Invalid : Verdict.Unverifiable)).Select(static row => $"{row.Kind.WireName()} ({row.Code.WireName()})"));
        return isInvalid ? $"Not accepted: invalid evidence: {named}."
            : named.Length == 0 ? "Not accepted: what the policy requires could not be checked."
            : $"Not accepted: what the policy requires could not be checked: {named}.";
    }

    /// <summary>Text that commands no terminal: what is no character to be seen (general category C) becomes U+FFFD.</summary>
    private static string Printable(string text)
    {
        StringBuilder printable = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            printable.Append((IsVisible(rune) ? rune : Rune.ReplacementChar).ToString());
        return printable.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
