using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Logs;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og log monitor</c>: follows a log, and says so when it does what it must not.</summary>
internal static class LogMonitorCommand
{
    private static readonly Argument<string> Url = new("url") { Description = "Where the log's public files are, such as http://127.0.0.1:8080/log; or the node, where they are under /log" };
    private static readonly Option<string> Key = new("--key") { Description = "The verifier key of the log; og keys show prints a node's", HelpName = "VKEY", Required = true };
    private static readonly Option<string> State = new("--state") { Description = "The file that remembers the last checkpoint that was found good", HelpName = "FILE", Required = true };
    private static readonly Option<string?> Issued = new("--issued") { Description = "A file with the ids of the receipts that you issued, one a line: any other entry raises an alert", HelpName = "FILE" };
    private static readonly Option<string?> Data = new("--data") { Description = "The data directory of the node whose log this is: any entry that it did not issue raises an alert", HelpName = "DIR" };
    private static readonly Option<string?> Witnesses = new("--witnesses") { Description = "A tlog-policy file: whose cosignatures there must be", HelpName = "FILE" };
    private static readonly Option<int> MaximumAge = NumberOption.Create("--max-age", "Seconds after which a checkpoint is stale; 0 for never", defaultValue: 0, least: 0, most: int.MaxValue);
    private static readonly Option<int> Every = NumberOption.Create("--every", "Look again after so many seconds, until something is wrong; 0 looks once", defaultValue: 0, least: 0, most: 86_400);
    private static readonly Option<bool> Json = new("--json") { Description = "Print a line of JSON for each look" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "monitor",
            "Follow a log from its public files: each new entry must continue what was seen before.",
            "Exit code 0: all is well. 2: a fork, a rewind, a checkpoint that the log did not sign, or a receipt that you did not issue. "
            + "3: it cannot be told: files are missing, the checkpoint is stale, too few witnesses. 1: the log cannot be reached.\n"
            + "With --every it goes on through 1 and 3, which it prints, and ends at 2. Of a fork both signed checkpoints are kept: FILE and FILE.conflict.\n\n"
            + "Examples:\n  og log monitor http://127.0.0.1:8080/log --key \"node.example/log+1f2e3d4c+AQ…\" --state node.seen\n"
            + "  og log monitor https://node.example/log --key VKEY --state node.seen --data ./data --witnesses witnesses.policy --max-age 60 --every 10")
        { Url, Key, State, Issued, Data, Witnesses, MaximumAge, Every, Json };
        command.SetAction(MonitorAsync);
        return command;
    }

    private static async Task<int> MonitorAsync(ParseResult arguments, CancellationToken cancellation)
    {
        MonitorOptions options = new()
        {
            Key = LogCommand.ReadKey(arguments.GetValue(Key)!),
            StateFile = arguments.GetValue(State)!,
            Issued = IssuedReceipts.From(arguments.GetValue(Issued), arguments.GetValue(Data)),
            Witnesses = arguments.GetValue(Witnesses) is { } file ? await WitnessPolicyFile.ReadAsync(file, cancellation).ConfigureAwait(false) : null,
            MaximumAge = arguments.GetValue(MaximumAge) is int seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
        };
        using HttpLogSource source = await HttpLogSource.FindAsync(ReadUrl(arguments.GetValue(Url)!), cancellation).ConfigureAwait(false);
        LogMonitor monitor = new(source, options);
        int every = arguments.GetValue(Every);
        if (every == 0)
            return Print(await monitor.CheckAsync(cancellation).ConfigureAwait(false), arguments.GetValue(Json));
        using TerminationSignals stop = new(cancellation);
        return await FollowAsync(monitor, TimeSpan.FromSeconds(every), arguments.GetValue(Json), stop.Token).ConfigureAwait(false);
    }

    private static Uri ReadUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
        ? url
        : throw new InvalidInputException(InvalidInputKind.Invalid, text, "this is no address of a log: give http://HOST:PORT/log.");

    private static async Task<int> FollowAsync(LogMonitor monitor, TimeSpan every, bool isJson, CancellationToken stop)
    {
        int code = ExitCode.Done;
        while (!stop.IsCancellationRequested && code != ExitCode.Invalid)
        {
            try
            {
                code = Print(await monitor.CheckAsync(stop).ConfigureAwait(false), isJson);
            }
            catch (IOException error) when (error is not LogStateException)
            {
                code = ExitCode.Failed;
                await Console.Error.WriteLineAsync($"og: {TerminalText.OneLine(error.Message)}").ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            if (code != ExitCode.Invalid)
                await Task.Delay(every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return code;
    }

    private static int Print(MonitorReport report, bool isJson)
    {
        if (isJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                size = report.Checkpoint?.Size.ToString(),
                root = report.Checkpoint?.Root.ToString(),
                previousSize = report.Previous?.Size.ToString(),
                findings = report.Findings.Select(static finding => new { kind = finding.Kind.ToString(), problem = finding.Problem }),
            }));
        }
        else
        {
            foreach (MonitorFinding finding in report.Findings)
                Console.WriteLine($"{(finding.IsMisconduct ? "ALERT " : "")}{finding.Kind}: {TerminalText.OneLine(finding.Problem)}");
            if (report.Findings.IsEmpty)
                Console.WriteLine(report.Previous is { } previous ? $"{report.Checkpoint!.Size} entries, which continue the {previous.Size} seen before" : $"{report.Checkpoint!.Size} entries, seen for the first time");
        }

        return report.Findings.IsEmpty ? ExitCode.Done : report.Findings.Any(static finding => finding.IsMisconduct) ? ExitCode.Invalid : ExitCode.Unverifiable;
    }
}
