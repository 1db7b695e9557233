using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Policies;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og session</c>: the receipts of one conversation in one file, and whether they are its steps, in order and without a gap.</summary>
internal static class SessionCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The id of a session, or of one of its receipts" };
    private static readonly Argument<string> SessionPath = new("session") { Description = "A session file, or - for standard input" };
    private static readonly Option<string?> OutputFile = new("--output", "-o") { Description = "Where to write the session (default: standard output)", HelpName = "FILE" };
    private static readonly Option<string?> PolicyFile = PolicyOptions.CreateFile();
    private static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON" };
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command Create()
    {
        DocumentedCommand export = new(
            "export",
            "Fetch all receipts of a session with their evidence, as one file. What they disclose is in it as far as the node shows it to this machine.",
            "Examples:\n  og session export 4f1c… -o session.json")
        { Id, OutputFile, Node };
        export.SetAction(ExportAsync);
        DocumentedCommand verify = new(
            "verify",
            "Check a session without any node: each receipt under the policy, their order and completeness, and that calls of tools are told as they were made.",
            "Examples:\n  og session verify session.json --policy strict.json\n\nExit codes: 0 accepted, 2 something is invalid, 3 something required could not be checked.")
        { SessionPath, PolicyFile, Json };
        verify.SetAction(VerifyAsync);
        return new Command("session", "Export and verify sessions: chains of receipts.") { export, verify };
    }

    private static async Task<int> ExportAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string given = arguments.GetValue(Id)!;
        if (!Digest.TryParse(given, out _))
            throw new InvalidInputException(InvalidInputKind.Invalid, "id", "the id of a session or receipt is 64 lower-case hexadecimal digits.");
        using NodeClient node = new(arguments.GetValue(Node)!);
        List<Bundle> bundles = [];
        foreach (string receipt in await ListAsync(node, given, cancellation).ConfigureAwait(false))
            bundles.Add(await FetchAsync(node, receipt, cancellation).ConfigureAwait(false));
        byte[] file = SessionFile.ToBytes(bundles);
        string? path = arguments.GetValue(OutputFile);
        await UserFile.WriteAsync(path ?? "-", file, cancellation).ConfigureAwait(false);
        if (path is not (null or "-"))
            Console.WriteLine($"{path}: {Plural.Of(bundles.Count, "receipt")}. Check it without any node: {OgCommand.Name} session verify {path}");
        return ExitCode.Done;
    }

    /// <summary>The receipts of a session, by its id or by that of one of them.</summary>
    private static async Task<string[]> ListAsync(NodeClient node, string id, CancellationToken cancellation)
    {
        try
        {
            return await node.GetJsonAsync($"v1/sessions/{id}", static session => session.GetProperty("receipts").EnumerateArray().Select(static receipt => receipt.GetString()!).ToArray(), cancellation).ConfigureAwait(false);
        }
        catch (NodeException refused) when (refused.IsRefusal)
        {
            Bundle bundle = await FindAsync(node, id, cancellation).ConfigureAwait(false);
            return Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _) && receipt.Content.Session is { } place && place.Id.ToString() != id
                ? await ListAsync(node, place.Id.ToString(), cancellation).ConfigureAwait(false)
                : throw new InvalidInputException(InvalidInputKind.NotFound, "id", "this receipt belongs to no session.");
        }
    }

    /// <summary>The bundle of a receipt, where the id is not that of a session.</summary>
    private static async Task<Bundle> FindAsync(NodeClient node, string id, CancellationToken cancellation)
    {
        try
        {
            return await FetchAsync(node, id, cancellation).ConfigureAwait(false);
        }
        catch (NodeException refused) when (refused.IsRefusal)
        {
            throw new InvalidInputException(InvalidInputKind.NotFound, "id", $"the node has no session and no receipt {id[..8]}…: `{OgCommand.Name} receipt list` prints those that it has.", refused);
        }
    }

    private static async Task<Bundle> FetchAsync(NodeClient node, string receipt, CancellationToken cancellation)
    {
        byte[] bytes = await node.GetAsync($"v1/receipts/{receipt}", static bytes => Bundle.TryParse(bytes, out _, out _), cancellation).ConfigureAwait(false);
        return Bundle.TryParse(bytes, out Bundle? bundle, out _) ? bundle : throw new InvalidOperationException("The bundle was read a moment ago.");
    }

    private static async Task<int> VerifyAsync(ParseResult arguments, CancellationToken cancellation)
    {
        Policy policy = await PolicyOptions.ReadAsync(arguments.GetValue(PolicyFile), cancellation).ConfigureAwait(false);
        byte[] file = await UserFile.ReadAsync(arguments.GetValue(SessionPath)!, cancellation).ConfigureAwait(false);
        SessionReport report = SessionVerifier.Verify(file, policy, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        if (arguments.GetValue(Json))
            Console.WriteLine(report.ToJson());
        else
            SessionPrinter.Print(report);
        return report.ExitCode;
    }
}
