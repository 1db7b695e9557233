using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Witness;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og witness</c>: cosigns the checkpoints of logs (c2sp.org/tlog-witness).</summary>
internal static class WitnessCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "The witness's own directory: keys, and what it must not forget", HelpName = "DIR", Required = true };
    private static readonly Option<string?> Name = new("--name") { Description = "The witness's name, if its keys are to be made: an address without https://", HelpName = "NAME" };
    private static readonly Option<string[]> Log = new("--log") { Description = "The verifier key of a log to cosign; may be repeated", HelpName = "VKEY" };
    private static readonly Option<string?> Logs = new("--logs") { Description = "A tlog-policy file whose log lines name the logs to cosign", HelpName = "FILE" };
    private static readonly Option<int> Port = NumberOption.Create("--port", "TCP port on 127.0.0.1; 0 picks a free one", defaultValue: 8091, least: 0, most: 65535);
    private static readonly Option<int> Rate = NumberOption.Create("--rate", "Requests a second from one address; 0 for no limit", defaultValue: 50, least: 0, most: 1_000_000);
    private static readonly Option<bool> Json = new("--json") { Description = "Print for machines" };

    public static Command Create()
    {
        DocumentedCommand key = new(
            "key",
            "Show a witness's public keys as lines of a policy; makes them, and its state, if there are none and --name is given.",
            "Examples:\n  og witness key --data ./witness --name witness.example/1")
        { Data, Name, Json };
        key.SetAction(ShowKeys);

        DocumentedCommand run = new(
            "run",
            "Cosign checkpoints over HTTP on 127.0.0.1: each must continue the one before. Others come through a proxy with TLS.",
            "It signs what it has on its disk and nothing else: kill it at any moment. Do not restore its directory from a backup, and do not run a copy of it.\n\n"
            + "Examples:\n  og witness run --data ./witness --log \"node.example/log+1f2e3d4c+AQ…\"\n  og witness run --data ./witness --logs logs.policy --port 8091")
        { Data, Log, Logs, Port, Rate, Json };
        run.SetAction(RunAsync);
        return new Command("witness", "Cosign the checkpoints of transparency logs.") { key, run };
    }

    private static int ShowKeys(ParseResult arguments)
    {
        string data = arguments.GetValue(Data)!;
        ImmutableArray<CosignerSigningKey> keys = WitnessKeys.Load(data)
            ?? (arguments.GetValue(Name) is { } name ? WitnessKeys.Create(data, name) : throw NoKeys(data));
        if (arguments.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(keys.Select(static key => key.VerifierKey.ToString()), JsonOutput.Indented));
            return ExitCode.Done;
        }

        foreach (CosignerKey key in keys.Select(static key => key.VerifierKey))
            Console.WriteLine($"witness {key.Name}{(key.Algorithm == CosignatureAlgorithm.MlDsa44 ? "/ml-dsa" : "")} {key}");
        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string data = arguments.GetValue(Data)!;
        WitnessOptions options = new()
        {
            DataDirectory = data,
            Keys = WitnessKeys.Load(data) ?? throw NoKeys(data),
            Logs = await ReadLogsAsync(arguments, cancellation).ConfigureAwait(false),
        };
        using TerminationSignals stop = new(cancellation);
        LogWitness witness = LogWitness.Open(options);
        await using (witness.ConfigureAwait(false))
        {
            WitnessServerOptions listening = new() { Port = arguments.GetValue(Port), RequestsPerSecond = arguments.GetValue(Rate) };
            WitnessServer server = await WitnessServer.StartAsync(witness, listening, stop.Token).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                Print(server, options, arguments.GetValue(Json));
                await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return ExitCode.Done;
    }

    private static async Task<ImmutableArray<LogVerifierKey>> ReadLogsAsync(ParseResult arguments, CancellationToken cancellation)
    {
        List<LogVerifierKey> logs = [.. (arguments.GetValue(Log) ?? []).Select(ReadLog)];
        if (arguments.GetValue(Logs) is { } file)
            logs.AddRange((await WitnessPolicyFile.ReadAsync(file, cancellation).ConfigureAwait(false)).Logs.Select(static log => log.Key));
        if (logs.Count == 0)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--log", "a witness of no log has nothing to do: give the verifier key of one.");
        if (logs.DistinctBy(static log => log.Name).Count() < logs.Count)
            throw new InvalidInputException(InvalidInputKind.Conflict, "--log", "two logs have one name.");
        return [.. logs];
    }

    private static LogVerifierKey ReadLog(string text) => LogVerifierKey.TryParse(text, out LogVerifierKey? key)
        ? key
        : throw new InvalidInputException(InvalidInputKind.Invalid, "--log", $"'{text}' is not the verifier key of a log: name+hash+base64, Ed25519.");

    private static void Print(WitnessServer server, WitnessOptions options, bool isJson)
    {
        string url = server.Address.AbsoluteUri.TrimEnd('/');
        if (isJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { listening = url, keys = options.Keys.Select(static key => key.VerifierKey.ToString()), logs = options.Logs.Select(static log => log.Name) }));
            return;
        }

        foreach (LogVerifierKey log in options.Logs)
            Console.WriteLine($"cosigning {TerminalText.OneLine(log.Name)}");
        Console.WriteLine($"listening: {url}");
    }

    private static InvalidInputException NoKeys(string data) =>
        new(InvalidInputKind.NotFound, data, $"no witness has its keys here: `{OgCommand.Name} witness key --data DIR --name NAME` makes them.");
}
