using System.Collections.Immutable;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Output;

/// <summary>Says whether a receipt is about a request; on standard error, so that a report for machines stays one.</summary>
internal static class ComparePrinter
{
    /// <summary>Prints what differs; false if anything does.</summary>
    /// <exception cref="InvalidInputException">The file holds no request, or there is none to compare with the receipt.</exception>
    public static bool Print(byte[] request, string file, byte[] bundleBytes)
    {
        if (!Bundle.TryParse(bundleBytes, out Bundle? bundle, out _) || !Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _))
            throw new InvalidInputException(InvalidInputKind.Malformed, "bundle", "there is no receipt in it to compare with.");
        ImmutableArray<string> differences;
        try
        {
            differences = RequestComparison.Run(request, receipt.Content, bundle.Disclosures);
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException(error.Kind, file, $"{error.Subject}: {error.Message}", error);
        }

        Console.Error.WriteLine(differences.IsEmpty ? "the receipt is about the request: settings and parts are those that were sent" : "the receipt is not about the request:");
        foreach (string difference in differences)
            Console.Error.WriteLine($"  - {TerminalText.OneLine(difference)}");
        return differences.IsEmpty;
    }
}
