using OpenGradient.Verification;

namespace OpenGradient.Cli.Output;

/// <summary>Prints the report on a session as a person reads it.</summary>
internal static class SessionPrinter
{
    public static void Print(SessionReport report)
    {
        if (report.Id is { } id)
            Console.WriteLine($"session {id}");
        foreach ((int step, VerificationReport found) in report.Steps.Index())
            Console.WriteLine(TerminalText.OneLine($"  {step,4}  {found.Receipt?.Id.ToString() ?? "no receipt",-64}  {found.Receipt?.Content.Model.Name}  {OutcomeOf(found)}"));
        foreach (SessionRow row in report.Rows)
            Console.WriteLine($"{row.Kind}: {row.Code.Verdict().WireName()}: {row.Reason} ({row.Code.WireName()})");
        Print("establishes", report.Establishes);
        Print("does not establish", report.DoesNotEstablish);
        Console.WriteLine(report.ExitCode switch
        {
            VerificationReport.ExitAccepted => "accepted: every receipt meets the policy, and they are one chain",
            VerificationReport.ExitInvalid => "not accepted: something is invalid",
            _ => "not accepted: something that the policy requires could not be checked",
        });
    }

    private static string OutcomeOf(VerificationReport report)
    {
        string[] faults = [.. report.Rows.Where(static row => row.Verdict == Verdict.Invalid).Select(static row => $"{row.Kind.WireName()} ({row.Code.WireName()})")];
        return report.Accepted ? "accepted" : faults.Length > 0 ? $"invalid: {string.Join(", ", faults)}" : "not accepted";
    }

    private static void Print(string title, IReadOnlyCollection<string> sentences)
    {
        if (sentences.Count == 0)
            return;
        Console.WriteLine(title);
        foreach (string sentence in sentences)
            Console.WriteLine($"  - {sentence}");
    }
}
