using System.CommandLine;
using System.Text;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og log</c>: the transparency log of a node.</summary>
internal static class LogCommand
{
    private static readonly Option<Uri> Node = NodeOption.Create();
    private static readonly Option<string> Data = DataOption.Create();

    public static Command Create()
    {
        DocumentedCommand show = new("show", "Show the signed checkpoint of a running node's log.", "Examples:\n  og log show") { Node };
        show.SetAction(ShowAsync);

        DocumentedCommand check = new(
            "check",
            "Compute a node's whole log again from its entries and compare every tile with the signed checkpoint.",
            "Exit code 0: it is whole. 2: a file is wrong; the output names it.\n\n"
            + "Examples:\n  og log check --data ./data")
        { Data };
        check.SetAction(CheckAsync);

        return new Command("log", "Show and check a transparency log.") { show, check };
    }

    private static async Task<int> ShowAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using NodeClient node = new(arguments.GetValue(Node)!);
        byte[] checkpoint = await node.GetAsync("log/checkpoint", static bytes => SignedNote.TryParse(bytes, out _), cancellation).ConfigureAwait(false);
        Console.Write(TerminalText.Lines(Encoding.UTF8.GetString(checkpoint)));
        return ExitCode.Done;
    }

    private static async Task<int> CheckAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string data = arguments.GetValue(Data)!;
        LogVerifierKey key = NodeKeys.ReadLogVerifierKey(data);
        LogAuditReport report = await LogAuditor.CheckAsync(Path.Combine(data, "log"), key, cancellation).ConfigureAwait(false);
        foreach (LogAuditFinding finding in report.Findings)
            Console.WriteLine($"{finding.File}: {finding.Problem}");
        Console.WriteLine(report.IsConsistent ? $"whole: {report.Checkpoint!.Size} entries, as the signed checkpoint says" : "not whole");
        return report.IsConsistent ? ExitCode.Done : ExitCode.Invalid;
    }
}
