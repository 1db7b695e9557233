using System.CommandLine;
using System.Globalization;
using OpenGradient.Cli.Auditing;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Logs;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og audit</c>: running receipts again, by chance or one by one, and signing what came out.</summary>
internal static class AuditCommand
{
    private static readonly Argument<string> BundleFile = new("bundle") { Description = "The bundle file (- for standard input); it has to disclose input and output" };
    private static readonly Argument<string> ReportFile = new("report") { Description = "A report of og audit run" };
    private static readonly Option<string> Directory = AuditOptions.CreateDirectory();
    private static readonly Option<string> Output = new("--output", "-o") { Description = "Where to write: a folder for bundles and the report, or the file of a bundle", HelpName = "PATH", DefaultValueFactory = static _ => "audit" };
    private static readonly Option<string> VoteOutput = new("--output", "-o") { Description = "Where to write the bundle with the vote (default: standard output)", HelpName = "FILE", DefaultValueFactory = static _ => "-" };
    private static readonly Option<string> Rate = new("--rate") { Description = "The share of entries that is drawn, from 0.000001 to 1", HelpName = "SHARE", DefaultValueFactory = static _ => "0.05" };
    private static readonly Option<string?> From = new("--from") { Description = "The first entry of the span (default: where the last audit of this log ended)", HelpName = "INDEX" };
    private static readonly Option<string?> LogKey = new("--log-key") { Description = "The verifier key of the log (default: the one seen at the first audit, and then the node's)", HelpName = "VKEY" };
    private static readonly Option<string?> Token = AuditOptions.CreateToken();
    private static readonly Option<string[]> Models = ModelLocator.CreateOption();
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<Uri> Node = NodeOption.Create();
    private static readonly Option<bool> Push = new("--push") { Description = "Send the vote to the node, which adds it to its bundle if it lists the auditor" };
    private static readonly Option<bool> NoDispute = new("--no-dispute") { Description = "Only vote against what did not happen: open no dispute with the node" };
    private static readonly Option<int> Patience = AuditOptions.CreatePatience();
    private static readonly Option<bool> Json = new("--json") { Description = "Print it for machines" };
    private static readonly Option<int> Auditors = NumberOption.Create("--auditors", "How many auditors draw, each by itself", defaultValue: 1, least: 1, most: 1000);
    private static readonly Option<string> Honest = new("--honest") { Description = "How likely each of them is honest and at work, from 0 to 1", HelpName = "SHARE", DefaultValueFactory = static _ => "1" };
    private static readonly Option<string> Gain = new("--gain") { Description = "What one lie earns", HelpName = "AMOUNT", DefaultValueFactory = static _ => "1" };

    public static Command Create()
    {
        DocumentedCommand run = new(
            "run",
            "Draw a sample of a node's log, run each receipt of it again, and sign what came out.",
            "The sample follows from the log's checkpoint and the auditor's draw key: the node cannot foresee it, the auditor cannot choose it (spec/audit-1.md).\n"
            + "Writes the bundle of each receipt with the vote in it, and report-FROM-TO.json. The next audit goes on where this one ends.\n"
            + "What did not happen is disputed with the node: if that convicts it, RECEIPT.fraud.json shows so to anybody (og verify), without the model.\n"
            + "Exit code 0: every receipt of the sample gives the same bits. 2: one does not. 3: one could not be run again.\n\n"
            + "Examples:\n"
            + "  og audit run --rate 0.05 -o audit\n"
            + "  og audit run --rate 1 --from 0 --models ./models --node http://127.0.0.1:8080")
        { Rate, From, LogKey, Output, Directory, Token, Models, Data, Node, Push, NoDispute, Patience, Json };
        run.SetAction(RunAsync);

        DocumentedCommand vote = new(
            "vote",
            "Run one receipt again and put a signed vote into its bundle.",
            "Exit code: as og audit run.\n\nExamples:\n  og audit vote bundle.json -o audited.json\n  og audit vote bundle.json --push --node http://127.0.0.1:8080")
        { BundleFile, VoteOutput, Directory, Models, Data, Node, Push };
        vote.SetAction(VoteAsync);

        DocumentedCommand check = new(
            "check",
            "Check a report: its signature, that chance drew the sample, and that the node's log holds what it speaks of.",
            "Exit code 0: it is right. 2: it is not.\n\nExamples:\n  og audit check audit/report-0-120.json")
        { ReportFile, LogKey, Node };
        check.SetAction(CheckAsync);

        DocumentedCommand odds = new(
            "odds",
            "How likely is a liar found, and what does a lie have to cost? (spec/audit-1.md section 5)",
            "Examples:\n  og audit odds --rate 0.05\n  og audit odds --rate 0.01 --auditors 3 --honest 0.9 --gain 50")
        { Rate, Auditors, Honest, Gain };
        odds.SetAction(Odds);

        DocumentedCommand key = new("key", "Show an auditor's key ids, for policies; makes the keys where there are none.", "Examples:\n  og audit key") { Directory };
        key.SetAction(ShowKey);

        return new Command("audit", "Run receipts again and sign what came out.") { run, vote, AuditDisputeCommand.Create(), check, odds, key };
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string directory = arguments.GetValue(Directory)!;
        long rate = (long)Math.Round(Share(arguments.GetValue(Rate)!, "--rate", 0.000001) * AuditSample.WholeRate);
        using AuditKeys keys = AuditKeys.LoadOrCreate(directory);
        using NodeClient node = new(arguments.GetValue(Node)!, TimeSpan.FromSeconds(arguments.GetValue(Patience)));
        LogVerifierKey logKey = await FindLogKeyAsync(arguments, node, directory, cancellation).ConfigureAwait(false);
        using HttpLogSource source = HttpLogSource.Of(arguments.GetValue(Node)!);
        RemoteLog log = new(source, logKey);
        Checkpoint head = await log.ReadCheckpointAsync(cancellation).ConfigureAwait(false);
        AuditSpan span = await NextSpanAsync(arguments, log, logKey, head, directory, cancellation).ConfigureAwait(false);

        string folder = arguments.GetValue(Output)!;
        System.IO.Directory.CreateDirectory(folder);
        ModelLocator locator = Locator(arguments);
        Auditor auditor = new(keys, new Reexecutor(locator, cancellation).Run);
        Challenger? challenger = arguments.GetValue(NoDispute)
            ? null
            : new Challenger(node, keys, locator, arguments.GetValue(Token));
        bool isJson = arguments.GetValue(Json);
        AuditReport report = await new SpanAudit(node, log, keys, auditor, challenger, arguments.GetValue(Token)) { PushesVotes = arguments.GetValue(Push) }
            .RunAsync(logKey, span, head, rate, folder, entry => Tell(entry, isJson), cancellation).ConfigureAwait(false);

        string file = Path.Combine(folder, $"report-{span.From}-{span.To}.json"); // the report of an earlier span stays
        await UserFile.WriteAsync(file, report.Sign(keys.Signer), cancellation).ConfigureAwait(false);
        new AuditState(logKey.ToString(), head.Size, head.Root).Save(directory, logKey.Name);
        Console.WriteLine(isJson
            ? $$"""{"auditor":"{{keys.Signer.PublicKey.KeyId}}","from":{{span.From}},"to":{{span.To}},"drawn":{{report.Findings.Length}},"report":{{System.Text.Json.JsonSerializer.Serialize(file)}}}"""
            : span.From == span.To ? $"no entries since the last audit, which ended at {span.From}: --from N audits older ones again; {file}"
            : $"entries {span.From} to {span.To}: {report.Findings.Length} drawn, {report.Findings.Count(static entry => entry.Code == AuditVote.Confirmed)} confirmed; {file}");
        return report.Findings.Select(static entry => ExitCodeOf(entry.Code)).DefaultIfEmpty(ExitCode.Done).Aggregate(Worse);
    }

    /// <summary>The key that the auditor was given, or has seen before; a node that shows another one now is no longer the same log.</summary>
    private static async Task<LogVerifierKey> FindLogKeyAsync(ParseResult arguments, NodeClient node, string directory, CancellationToken cancellation)
    {
        string shown = arguments.GetValue(LogKey)
            ?? await node.GetJsonAsync(KeysPath, static keys => keys.GetProperty("log").GetProperty("vkey").GetString()!, cancellation).ConfigureAwait(false);
        if (!LogVerifierKey.TryParse(shown, out LogVerifierKey? key))
            throw new InvalidInputException(InvalidInputKind.Invalid, "--log-key", "this is no verifier key of a log: NAME+HASH+KEY, as `og keys show` prints it.");
        return AuditState.Load(directory, key.Name) is { } state && state.LogKey != shown
            ? throw new InvalidInputException(InvalidInputKind.Invalid, "the log's key", $"'{key.Name}' had another key when it was audited last: {state.LogKey}. A log keeps its key for life.")
            : key;
    }

    /// <summary>From where the last audit ended, if the log still goes on from there, to its head.</summary>
    private static async Task<AuditSpan> NextSpanAsync(ParseResult arguments, RemoteLog log, LogVerifierKey key, Checkpoint head, string directory, CancellationToken cancellation)
    {
        AuditState? state = AuditState.Load(directory, key.Name);
        if (state is not null && !await log.ContinuesAsync(state.To, state.Root, head, cancellation).ConfigureAwait(false))
            throw new NodeException($"the log {key.Name} does not go on from the tree of {state.To} entries that it signed before: it was rewritten or rewound. Keep {directory}: it is the evidence.", isRefusal: true);
        string text = arguments.GetValue(From) ?? (state?.To ?? 0).ToString(CultureInfo.InvariantCulture);
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong from) || from > head.Size)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--from", $"the log has {head.Size} entries; '{text}' is not one of them, nor its end.");
        return head.Size - from <= AuditSpan.MostEntries
            ? new AuditSpan(from, head.Size, head.Root)
            : throw new InvalidInputException(InvalidInputKind.Invalid, "--from", $"a span has at most {AuditSpan.MostEntries} entries, and this one would have {head.Size - from}.");
    }

    private static void Tell(AuditEntry entry, bool isJson) => Console.WriteLine(isJson
        ? $$"""{"index":{{entry.Index}},"receipt":"{{entry.Receipt}}","code":"{{entry.Code}}"{{(entry.Dispute is { } dispute ? $",\"dispute\":\"{dispute}\"" : "")}}}"""
        : $"{entry.Index,8}  {entry.Receipt}  {entry.Code}{(entry.Dispute is { } outcome ? $", dispute: {outcome}" : "")}");

    private static async Task<int> VoteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(BundleFile)!;
        byte[] bytes = await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        using AuditKeys keys = AuditKeys.LoadOrCreate(arguments.GetValue(Directory)!);
        AuditedReceipt audited = new Auditor(keys, new Reexecutor(Locator(arguments), cancellation).Run).Vote(bytes, UserFile.NameOf(file));
        await UserFile.WriteAsync(arguments.GetValue(VoteOutput)!, audited.Bundle.ToBytes(), cancellation).ConfigureAwait(false);
        await Console.Error.WriteLineAsync($"{keys.Signer.PublicKey.KeyId} votes: {audited.Vote.Code}").ConfigureAwait(false);
        if (arguments.GetValue(Push))
        {
            using NodeClient node = new(arguments.GetValue(Node)!);
            await audited.PushAsync(node, cancellation).ConfigureAwait(false);
        }

        return ExitCodeOf(audited.Vote.Code);
    }

    private static ModelLocator Locator(ParseResult arguments) => ModelLocator.Of(arguments.GetValue(Models), arguments.GetValue(Data)!);

    private static async Task<int> CheckAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(ReportFile)!;
        if (!AuditReport.TryOpen(await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false), out AuditReport? report, out Digest auditor, out string fault))
            return Refuse(fault);
        using NodeClient node = new(arguments.GetValue(Node)!);
        string shown = arguments.GetValue(LogKey)
            ?? await node.GetJsonAsync(KeysPath, static keys => keys.GetProperty("log").GetProperty("vkey").GetString()!, cancellation).ConfigureAwait(false);
        if (!LogVerifierKey.TryParse(shown, out LogVerifierKey? key) || key.KeyDigest != report.Log)
            return Refuse($"it is about the log with the key {report.Log}, not about this one");
        using HttpLogSource source = HttpLogSource.Of(arguments.GetValue(Node)!);
        RemoteLog log = new(source, key);
        Checkpoint head = await log.ReadCheckpointAsync(cancellation).ConfigureAwait(false);
        AuditSpan span = report.Sample.Span;
        if (!await log.ContinuesAsync(span.To, span.Root, head, cancellation).ConfigureAwait(false))
            return Refuse($"the log never had the tree of {span.To} entries that it speaks of");
        foreach (AuditEntry entry in report.Findings)
        {
            if (await log.ReadEntryAsync(entry.Index, head, cancellation).ConfigureAwait(false) != entry.Receipt)
                return Refuse($"entry {entry.Index} of the log is another receipt");
        }

        Console.WriteLine($"right: auditor {auditor}, entries {span.From} to {span.To}, {report.Findings.Length} drawn at {report.Sample.Rate} of a million, as chance has it");
        foreach (var group in report.Findings.GroupBy(static entry => entry.Code).OrderBy(static group => group.Key, StringComparer.Ordinal))
            Console.WriteLine($"  {group.Count(),8}  {group.Key}");
        return ExitCode.Done;
    }

    private static int Refuse(string fault)
    {
        Console.WriteLine(TerminalText.OneLine($"not right: {fault}"));
        return ExitCode.Invalid;
    }

    private static int Odds(ParseResult arguments)
    {
        AuditOdds odds = new(Share(arguments.GetValue(Rate)!, "--rate", 0.000001), arguments.GetValue(Auditors), Share(arguments.GetValue(Honest)!, "--honest", 0));
        double gain = Share(arguments.GetValue(Gain)!, "--gain", 0, double.MaxValue);
        CultureInfo culture = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(culture, $"one false answer is found with probability {odds.OfOne:0.######}"));
        if (odds.OfOne == 0)
            return ExitCode.Done;
        foreach (long lies in (long[])[10, 100, 1000, 10_000])
            Console.WriteLine(string.Create(culture, $"  one of {lies,6}                          {odds.OfAny(lies):0.######}"));
        Console.WriteLine(string.Create(culture, $"found with probability 0.99 after         {odds.LiesUntil(0.99)} false answers, 0.999999 after {odds.LiesUntil(0.999999)}"));
        Console.WriteLine(string.Create(culture, $"a lie that earns {gain} pays nothing if being found costs more than {odds.StakeFor(gain):0.##}"));
        return ExitCode.Done;
    }

    private static int ShowKey(ParseResult arguments)
    {
        using AuditKeys keys = AuditKeys.LoadOrCreate(arguments.GetValue(Directory)!);
        Console.WriteLine($"auditor {keys.Signer.PublicKey.KeyId}");
        Console.WriteLine($"draw    {keys.Draw.PublicKey.Id}");
        return ExitCode.Done;
    }

    private static double Share(string text, string option, double least, double most = 1) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share >= least && share <= most
            ? share
            : throw new InvalidInputException(InvalidInputKind.Invalid, option, string.Create(CultureInfo.InvariantCulture, $"this is a number from {least:0.######}{(most < double.MaxValue ? $" to {most}" : " on")}, not '{text}'."));

    private static int ExitCodeOf(string code) => code switch
    {
        AuditVote.Confirmed => ExitCode.Done,
        _ when AuditVote.IsCodeAgainst(code) => ExitCode.Invalid,
        _ => ExitCode.Unverifiable,
    };

    /// <summary>A lie outweighs what could not be looked at, and that outweighs what is right.</summary>
    private static int Worse(int one, int other) => one == ExitCode.Invalid || other == ExitCode.Invalid ? ExitCode.Invalid : Math.Max(one, other);

    private const string KeysPath = ".well-known/inference-receipt-keys";
}
