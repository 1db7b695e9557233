using System.CommandLine;
using System.Text;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og log</c>: the transparency log of a node.</summary>
internal static class LogCommand
{
    private const int LongestLine = 200;

    private static readonly Option<Uri> Node = NodeOption.Create();
    private static readonly Option<string> Data = DataOption.Create();

    private static readonly Argument<string?> Directory = new("directory") { Description = "The directory with the log's files (default: the log of the node in --data)", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Key = new("--key") { Description = "The verifier key of the log (default: that of the node in --data)", HelpName = "VKEY" };

    private static readonly Option<bool> Repair = new("--repair") { Description = "Before that, write the public files of a stopped node's own log again where they are wrong" };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the note whole, for machines" };

    public static Command Create()
    {
        DocumentedCommand show = new("show", "Show the signed checkpoint of a running node's log.", "Long signatures, those of ML-DSA, are cut; --json has the whole note.\n\nExamples:\n  og log show\n  og log show --json") { Node, Json };
        show.SetAction(ShowAsync);

        DocumentedCommand fsck = new(
            "fsck",
            "Compute a whole log again from its entries and compare every file with the signed checkpoint: a node's log, or any directory with a log's public files.",
            "Without --repair it only reads, and the log may be running. Exit code 0: it is whole. 2: a file is wrong; the output names it. "
            + "A node that starts writes wrong files at the right edge of its tree again; --repair does so everywhere.\n\n"
            + "Examples:\n  og log fsck --data ./data\n  og log fsck --data ./data --repair\n  og log fsck ./copy-of-a-log --key \"node.example/log+1f2e3d4c+AQ…\"")
        { Directory, Key, Data, Repair };
        fsck.Aliases.Add("check");
        fsck.SetAction(CheckAsync);

        return new Command("log", "Show, check, follow and measure a transparency log.") { show, fsck, LogMonitorCommand.Create(), LogBenchCommand.Create() };
    }

    private static async Task<int> ShowAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using NodeClient node = new(arguments.GetValue(Node)!);
        byte[] checkpoint = await node.GetAsync("log/checkpoint", static bytes => SignedNote.TryParse(bytes, out _), cancellation).ConfigureAwait(false);
        string note = Encoding.UTF8.GetString(checkpoint);
        if (arguments.GetValue(Json))
            Console.WriteLine(Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(("note", JsonValue.String(note))))));
        else
            Console.Write(TerminalText.Lines(string.Join('\n', note.Split('\n').Select(Shorten))));
        return ExitCode.Done;
    }

    /// <summary>A signature of thousands of characters says to a reader only who signed.</summary>
    private static string Shorten(string line) => line.Length <= LongestLine ? line : $"{line[..(LongestLine / 2)]}… ({line.Length - (LongestLine / 2)} characters more: --json)";

    private static async Task<int> CheckAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string data = arguments.GetValue(Data)!;
        string directory = arguments.GetValue(Directory) ?? Path.Combine(data, "log");
        if (!System.IO.Directory.Exists(directory))
            throw new InvalidInputException(InvalidInputKind.NotFound, directory, "there is no such folder; a log at an address is followed by `og log monitor`.");
        if (!System.IO.Directory.Exists(Path.Combine(directory, "tile")) && System.IO.Directory.Exists(Path.Combine(directory, "log")))
            throw new InvalidInputException(InvalidInputKind.Invalid, directory, $"this is a node's data directory, and its log is in it: {OgCommand.Name} log fsck --data {TerminalText.OneLine(directory)}.");
        LogVerifierKey key = arguments.GetValue(Key) is { } text ? ReadKey(text) : NodeKeys.ReadLogVerifierKey(data);
        if (arguments.GetValue(Repair))
            await RepairAsync(arguments, data, cancellation).ConfigureAwait(false);
        LogAuditReport report = await LogAuditor.CheckAsync(directory, key, cancellation).ConfigureAwait(false);
        foreach (LogAuditFinding finding in report.Findings)
            Console.WriteLine($"{finding.File}: {finding.Problem}");
        Console.WriteLine(report.IsConsistent ? $"whole: {report.Checkpoint!.Size} entries, as the signed checkpoint says" : "not whole");
        return report.IsConsistent ? ExitCode.Done : ExitCode.Invalid;
    }

    /// <summary>Opens the node's log as the node does, and lets it look at everything.</summary>
    private static async Task RepairAsync(ParseResult arguments, string data, CancellationToken cancellation)
    {
        if (arguments.GetValue(Directory) is not null || arguments.GetValue(Key) is not null)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--repair", "only the log of the node in --data can be repaired: that takes its entries and its key.");
        using NodeKeys keys = NodeKeys.LoadOrCreate(Path.Combine(data, "keys"));
        LogOptions options = new() { CheckEverything = true, SecondKey = keys.SecondLog };
        TransparencyLog log = await TransparencyLog.OpenAsync(Path.Combine(data, "log"), keys.Log, options, TimeProvider.System, cancellation).ConfigureAwait(false);
        await using (log.ConfigureAwait(false))
        {
            foreach (string file in log.RepairedFiles)
                Console.WriteLine($"{file}: written again");
        }
    }

    /// <summary>The key of a log that somebody gave with <c>--key</c>.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static LogVerifierKey ReadKey(string text) => LogVerifierKey.TryParse(text, out LogVerifierKey? key)
        ? key
        : throw new InvalidInputException(InvalidInputKind.Invalid, "--key", $"this is not the verifier key of a log: name+hash+base64, Ed25519; `{OgCommand.Name} keys show` prints a node's.");
}
