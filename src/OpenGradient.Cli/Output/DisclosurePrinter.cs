using System.Runtime.InteropServices;
using System.Text;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Output;

/// <summary>Prints what a bundle discloses, where the report found it to be what the receipt commits to: what was asked, what was answered.</summary>
internal static class DisclosurePrinter
{
    private const int ShownElements = 8;

    public static void Print(VerificationReport report, ReadOnlySpan<byte> bundle)
    {
        if (!Bundle.TryParse(bundle, out Bundle? parsed, out _))
            return;
        PrintSide(report, parsed, RowKind.Input, CommitmentSide.Input);
        PrintSide(report, parsed, RowKind.Output, CommitmentSide.Output);
        Console.WriteLine();
    }

    private static void PrintSide(VerificationReport report, Bundle bundle, RowKind row, CommitmentSide side)
    {
        if (!report.Rows.Any(found => found.Kind == row && found.IsValid))
            return;
        foreach (Disclosure disclosure in bundle.Disclosures.Where(disclosure => disclosure.Side == side))
        {
            if (Describe(disclosure.Leaf) is string text)
                Console.WriteLine($"{row.WireName(),-7} {TerminalText.OneLine(text)}");
        }
    }

    /// <summary>Messages, raw prompts with what continues them, and tensors are for people; tokens, their text and the tools repeat them or serve machines.</summary>
    private static string? Describe(CommitmentLeaf leaf) => leaf.Kind switch
    {
        LeafKind.Message or LeafKind.Prompt or LeafKind.Completion => Encoding.UTF8.GetString(leaf.Content.Span),
        LeafKind.Tensor when TensorContent.TryParse(leaf.Content, out TensorContent? tensor) => $"{leaf.Label} {tensor.Type}[{string.Join(',', tensor.Shape)}]{Elements(tensor)}",
        _ => null,
    };

    private static string Elements(TensorContent tensor)
    {
        if (tensor.Type != "f32")
            return "";
        ReadOnlySpan<float> elements = MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span);
        string shown = string.Join("  ", elements[..Math.Min(ShownElements, elements.Length)].ToArray());
        return $" = {shown}{(elements.Length > ShownElements ? " …" : "")}";
    }
}
