using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og verify</c>: a verdict over a bundle, without any node or network.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Bundle = new("bundle") { Description = "The bundle file (- for standard input)" };
    private static readonly Option<bool> Reexecute = new("--reexecute") { Description = "Run the Program again and compare every bit; needs the model's files" };
    private static readonly Option<bool> ProofKey = new("--proof-key") { Description = "Make the proof key again from the model's files, and compare it with that of the proof" };
    private static readonly Option<string[]> Models = new("--models")
    {
        Description = "Where the model's files are: a folder of models, a model's folder, a file, or a node's data directory; may be repeated (default: the data directory, then ./models)",
        HelpName = "PATH",
    };

    private static readonly Option<string?> PolicyFile = new("--policy") { Description = "What to demand (receipt-1 section 5.9; default: signed and logged)", HelpName = "FILE" };
    private static readonly Option<string?> Request = new("--request") { Description = "The body of your request to a language model: compare it with what the receipt states and the bundle discloses", HelpName = "FILE" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the report for machines" };
    private static readonly Option<string> Data = DataOption.Create();

    public static Command Create()
    {
        DocumentedCommand command = new(
            "verify",
            "Check a bundle offline: signature, log inclusion, disclosures, a proof if there is one and, on request, the computation itself.",
            "Exit code 0: accepted. 2: some evidence is invalid, or the receipt is not about the request. 3: something required could not be checked. 1: no verdict.\n"
            + "What --request finds is written to standard error and told by the exit code; the report of --json is about the bundle alone.\n\n"
            + "Examples:\n"
            + "  og verify bundle.json\n"
            + "  og verify bundle.json --reexecute --models ./models\n"
            + "  og verify bundle.json --proof-key\n"
            + "  og verify bundle.json --request request.json\n"
            + "  og verify bundle.json --policy strict.json --json")
        { Bundle, Reexecute, ProofKey, Models, PolicyFile, Request, Json, Data };
        command.SetAction(VerifyAsync);
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult arguments, CancellationToken cancellation)
    {
        byte[] bundle = await UserFile.ReadAsync(arguments.GetValue(Bundle)!, cancellation).ConfigureAwait(false);
        Policy policy = await ReadPolicyAsync(arguments.GetValue(PolicyFile), cancellation).ConfigureAwait(false);
        Verification.Reexecution? reexecute = arguments.GetValue(Reexecute) ? new Reexecutor(CreateLocator(arguments), cancellation).Run : null;
        ProofKeyMaker? makeKey = arguments.GetValue(ProofKey) ? new ModelKeyMaker(CreateLocator(arguments), ProofKeyStore.In(arguments.GetValue(Data)!)).Make : null;

        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        VerificationReport report = BundleVerifier.Verify(bundle, policy, now, reexecute, makeKey);

        if (arguments.GetValue(Json))
            Console.WriteLine(report.ToJson());
        else
            ReportPrinter.Print(report, policy, bundle);
        if (arguments.GetValue(Request) is not { } request || report.Receipt is null)
            return report.ExitCode;
        bool isSame = ComparePrinter.Print(await UserFile.ReadAsync(request, cancellation).ConfigureAwait(false), request, bundle);
        return isSame ? report.ExitCode : VerificationReport.ExitInvalid;
    }

    private static ModelLocator CreateLocator(ParseResult arguments)
    {
        string[] places = arguments.GetValue(Models) is { Length: > 0 } given ? given : [arguments.GetValue(Data)!, "models"];
        foreach (string place in arguments.GetValue(Models) ?? [])
        {
            if (!Path.Exists(place))
                throw new InvalidInputException(InvalidInputKind.NotFound, "--models", $"there is no file or folder '{place}'.");
        }

        return new ModelLocator(places);
    }

    private static async Task<Policy> ReadPolicyAsync(string? file, CancellationToken cancellation)
    {
        if (file is null)
            return Policy.Default;
        byte[] json = await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        return Policy.TryParse(json, out Policy? policy, out string fault)
            ? policy
            : throw new InvalidInputException(InvalidInputKind.Invalid, file, $"this is no policy: {fault} is not as receipt-1 section 5.9 has it.");
    }
}
