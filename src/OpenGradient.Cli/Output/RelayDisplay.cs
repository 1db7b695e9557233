using OpenGradient.Proxy;

namespace OpenGradient.Cli.Output;

/// <summary>Prints a line for each request that a proxy has dealt with; nothing of what was asked or answered.</summary>
internal sealed class RelayDisplay(TextWriter output) : IProgress<RelayedAnswer>
{
    public void Report(RelayedAnswer value) => output.WriteLine(TerminalText.OneLine(
        value.Refusal is { } refusal ? $"refused  {value.Path}  {refusal}"
        : value.ReceiptIds.Count == 0 ? $"passed   {value.Path}  the node's refusal"
        : $"released {value.Path}  {string.Join(' ', value.ReceiptIds)}"));
}
