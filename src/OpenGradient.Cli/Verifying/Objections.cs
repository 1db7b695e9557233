using System.Collections.Immutable;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Verifying;

/// <summary>What stands against a receipt besides its report: that its issuer is convicted about it, and that it is not about the request.</summary>
/// <param name="receipt">The receipt; null if there is none.</param>
/// <param name="frauds">What each fraud proof shows.</param>
/// <param name="differences">How the receipt differs from the request; null if it was not compared with one.</param>
internal sealed class Objections(ReceiptId? receipt, ImmutableArray<(string Path, FraudReport Report)> frauds, ImmutableArray<string>? differences)
{
    /// <summary>Invalid if the issuer is convicted or the receipt is about something else; unverifiable if a file may convict it and cannot be read or judged here.</summary>
    public int ExitCode => Output.ExitCode.Worst([.. frauds.Select(fraud => ExitCodeOf(fraud.Report)), IsAboutRequest ? Output.ExitCode.Done : Output.ExitCode.Invalid]);

    /// <summary>Each as half a sentence.</summary>
    public ImmutableArray<string> Sentences
    {
        get
        {
            int[] codes = [.. frauds.Select(fraud => ExitCodeOf(fraud.Report))];
            string? word = codes.Contains(Output.ExitCode.Invalid) ? "its issuer is convicted" : codes.Contains(Output.ExitCode.Unverifiable) ? "a file of --fraud could not be judged" : null;
            return [.. new[] { word, IsAboutRequest ? null : "the receipt is not about the request" }.OfType<string>()];
        }
    }

    private bool IsAboutRequest => differences is null or { IsEmpty: true };

    /// <summary>Tells what was found; on standard error, so that a report for machines stays one.</summary>
    public void Print()
    {
        foreach ((string path, FraudReport fraud) in frauds)
        {
            string about = IsAboutThis(fraud) || !fraud.IsConviction ? "" : $" That is the receipt {fraud.Receipt!.Id}, and not this one.";
            string who = IsAboutThis(fraud) && fraud.IsConviction ? "not accepted: the issuer is convicted" : path;
            Console.Error.WriteLine(TerminalText.OneLine($"{who}: {fraud.Verdict}: {fraud.Reason}{about}"));
        }

        if (differences is not { } found)
            return;
        Console.Error.WriteLine(found.IsEmpty ? "the receipt is about the request: settings and parts are those that were sent" : "the receipt is not about the request:");
        foreach (string difference in found)
            Console.Error.WriteLine($"  - {TerminalText.OneLine(difference)}");
    }

    private bool IsAboutThis(FraudReport fraud) => receipt is { } id && id == fraud.Receipt?.Id;

    private int ExitCodeOf(FraudReport fraud) => fraud switch
    {
        { IsConviction: true } when IsAboutThis(fraud) => Output.ExitCode.Invalid,
        { Code: FraudCode.Malformed } => Output.ExitCode.Unverifiable,
        { Code: FraudCode.SemanticsUnknown } when IsAboutThis(fraud) => Output.ExitCode.Unverifiable,
        _ => Output.ExitCode.Done,
    };
}
