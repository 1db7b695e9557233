using OpenGradient.Cli.Output;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Disputes;

/// <summary>Prints what a fraud proof file shows, for people.</summary>
internal static class FraudPrinter
{
    public static void Print(FraudReport report)
    {
        if (report.Receipt is { } receipt)
        {
            Line("receipt", receipt.Id.ToString());
            Line("issuer", receipt.Content.Issuer.Key.ToString());
            Line("model", $"{receipt.Content.Model.Name} {receipt.Content.Model.Id}");
            Line("challenger", report.Challenger?.ToString() ?? "");
        }

        if (report.Judgement is { Rule.Length: > 0 } judgement)
            Line("found", judgement.Place.Length > 0 ? $"{judgement.Rule}: {judgement.Place}" : judgement.Rule);
        Console.WriteLine(TerminalText.OneLine($"{report.Verdict}: {report.Reason}"));
        if (!report.IsConviction)
            return;
        Console.WriteLine("establishes");
        Console.WriteLine("  - The holder of the issuer's key signed this receipt, and in a dispute of it statements that cannot all be true.");
        Console.WriteLine("does not establish");
        Console.WriteLine("  - Who holds the key, or that the answer was wrong on purpose.");
    }

    private static void Line(string name, string text) => Console.WriteLine(TerminalText.OneLine($"{name,-11} {text}"));
}
