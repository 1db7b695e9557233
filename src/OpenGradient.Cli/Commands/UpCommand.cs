using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Policies;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Explorer;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og up</c>: a complete node in this process.</summary>
internal static class UpCommand
{
    private static readonly Option<int> Port = NumberOption.Create("--port", "TCP port on 127.0.0.1; 0 picks a free one", defaultValue: 8080, least: 0, most: 65535);
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<string?> Models = new("--models") { Description = "A folder of models to import (default: the sample models)", HelpName = "DIR" };
    private static readonly Option<string?> Name = new("--name") { Description = "The name that receipts give for this node", HelpName = "NAME" };

    private static readonly Option<string?> Witnesses = new("--witnesses") { Description = "A tlog-policy file: the witnesses, with URLs, that cosign the log's checkpoints, and which are a quorum", HelpName = "FILE" };
    private static readonly Option<string[]> Auditors = new("--auditors") { Description = "Key ids of auditors whose votes the node keeps and gives with its bundles; may be repeated", HelpName = "KEYID" };
    private static readonly Option<bool> BehindProxy = new("--behind-proxy") { Description = "Others come through a proxy on this machine: disclose inputs and outputs only to holders of a token" };

    private static readonly Option<string?> PolicyFile = new("--policy") { Description = "Run a request only if the answers that it rests on come with it and meet this policy for its purpose, in JSON or YAML (default: run every request)", HelpName = "FILE" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "up",
            "Start a node: hub, engine, gateway, receipt issuer, transparency log and explorer in one process.",
            "It needs no account, no key and no other service, and listens on 127.0.0.1 only. Ctrl-C or SIGTERM stops it cleanly.\n\n"
            + "Examples:\n"
            + "  og up\n"
            + "  og up --port 0 --data ./data --models ./models\n"
            + "  og up --cache 4GiB --threads 8 --answer-time 120\n"
            + "  og up --witnesses witnesses.policy\n"
            + "  og up --policy agent.yaml\n"
            + "  og up --behind-proxy --queue 256 --share-prefixes none")
        {
            Port, Data, Models, Name, Witnesses, Auditors, PolicyFile, BehindProxy,
            ServingFlags.Cache, ServingFlags.Queue, ServingFlags.AnswerTime, ServingFlags.SharePrefixes, ServingFlags.Threads, ServingFlags.ProofMemory,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using TerminationSignals stop = new(cancellation);
        WitnessPolicy? witnesses = arguments.GetValue(Witnesses) is { } policy ? await WitnessPolicyFile.ReadAsync(policy, cancellation).ConfigureAwait(false) : null;
        Policy? demands = arguments.GetValue(PolicyFile) is { } rules ? await PolicyOptions.ReadAsync(rules, cancellation).ConfigureAwait(false) : null;
        if (demands is not null)
            PolicyWarnings.Print(demands);
        Node node;
        try
        {
            node = await Node.StartAsync(CreateOptions(arguments, witnesses, demands), new ImportDisplay(), stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Done;
        }

        await using (node.ConfigureAwait(false))
        {
            if (node.TightenedPaths.Count > 0)
                Console.WriteLine($"other users of this machine could open {string.Join(", ", node.TightenedPaths)}; now only the owner can");
            foreach (string file in node.RepairedLogFiles)
                Console.WriteLine($"the log's file {file} was missing or damaged, and was written again");
            if (witnesses is not null)
                WitnessPrinter.Print(witnesses, node);
            Welcome.Print(node.Address);
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Console.WriteLine("stopping: finishing requests, writing the log's checkpoint");
        }

        return ExitCode.Done;
    }

    private static NodeOptions CreateOptions(ParseResult arguments, WitnessPolicy? witnesses, Policy? demands) => new()
    {
        Port = arguments.GetValue(Port),
        DataDirectory = arguments.GetValue(Data)!,
        ModelsDirectory = arguments.GetValue(Models) ?? SampleModels.Find(),
        Name = arguments.GetValue(Name),
        IsBehindProxy = arguments.GetValue(BehindProxy),
        CacheBytes = arguments.GetValue(ServingFlags.Cache) ?? 1L << 30,
        WaitingInferences = arguments.GetValue(ServingFlags.Queue),
        AnswerTime = TimeSpan.FromSeconds(arguments.GetValue(ServingFlags.AnswerTime)),
        SharesPrefixes = arguments.GetValue(ServingFlags.SharePrefixes) ?? PrefixSharing.PerClient,
        ThreadCount = arguments.GetValue(ServingFlags.Threads),
        ProofBytes = arguments.GetValue(ServingFlags.ProofMemory) ?? NodeOptions.DefaultProofBytes,
        Witnesses = witnesses,
        Policy = demands,
        Auditors = [.. (arguments.GetValue(Auditors) ?? []).Select(ReadAuditor)],
        ConfigureEndpoints = static routes => routes.MapExplorer(),
    };

    private static Digest ReadAuditor(string text) => Digest.TryParse(text, out Digest id)
        ? id
        : throw new InvalidInputException(InvalidInputKind.Invalid, "--auditors", $"an auditor's key id is 64 lower-case hexadecimal digits, as `og audit key` prints it, not '{text}'.");
}
