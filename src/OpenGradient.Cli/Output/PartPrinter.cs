using System.Globalization;
using System.Text;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Output;

/// <summary>Prints the parts that a receipt commits to: those that are disclosed, and how many are hidden between them.</summary>
internal static class PartPrinter
{
    private const int ShownCharacters = 90;

    public static void Print(Bundle bundle, ReceiptContent receipt)
    {
        Print(bundle, CommitmentSide.Input, receipt.Input);
        Print(bundle, CommitmentSide.Output, receipt.Output);
    }

    /// <summary>So many of how many parts of each side.</summary>
    public static string Counts(Bundle bundle, ReceiptContent receipt) =>
        $"{Of(bundle, CommitmentSide.Input).Length} of {receipt.Input.Leaves} input parts and {Of(bundle, CommitmentSide.Output).Length} of {receipt.Output.Leaves} output parts are disclosed";

    private static void Print(Bundle bundle, CommitmentSide side, Commitment commitment)
    {
        Disclosure[] shown = Of(bundle, side);
        Console.WriteLine($"{side.WireName()}: {shown.Length} of {commitment.Leaves} parts are disclosed");
        long next = 0;
        foreach (Disclosure disclosure in shown)
        {
            PrintHidden(next, disclosure.Index - 1);
            Console.WriteLine($"  {disclosure.Index,-9} {Describe(disclosure.Leaf)}");
            next = disclosure.Index + 1;
        }

        PrintHidden(next, commitment.Leaves - 1);
    }

    private static void PrintHidden(long first, long last)
    {
        if (first <= last)
            Console.WriteLine($"  {new IndexRange(first, last),-9} ░░░░░░░░ hidden: {Plural.Of(last - first + 1, "part")}");
    }

    private static Disclosure[] Of(Bundle bundle, CommitmentSide side) => [.. bundle.Disclosures.Where(disclosure => disclosure.Side == side).OrderBy(static disclosure => disclosure.Index)];

    private static string Describe(CommitmentLeaf leaf)
    {
        string name = $"{leaf.Kind} {leaf.Label}".TrimEnd();
        string text = leaf.Kind is LeafKind.Tensor or LeafKind.Tokens or LeafKind.Logprobs
            ? $"{leaf.Content.Length.ToString(CultureInfo.InvariantCulture)} bytes"
            : Encoding.UTF8.GetString(leaf.Content.Span);
        return TerminalText.OneLine($"{name,-16} {(text.Length > ShownCharacters ? text[..ShownCharacters] + " …" : text)}");
    }
}
