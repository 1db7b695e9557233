using System.CommandLine;
using OpenGradient.Cli.Disputes;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Policies;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Cli.Twins;
using OpenGradient.Cli.Verifying;
using OpenGradient.Gateway;
using OpenGradient.Interop;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og verify</c>: a verdict over a bundle, without any node or network.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Bundle = new("bundle") { Description = "The bundle file, or a twin of a receipt (- for standard input)" };
    private static readonly Option<bool> Reexecute = new("--reexecute") { Description = "Run the Program again and compare every bit; needs the model's files" };
    private static readonly Option<bool> ProofKey = new("--proof-key") { Description = "Make the proof key again from the model's files, and compare it with that of the proof" };
    private static readonly Option<string[]> Models = ModelLocator.CreateOption();
    private static readonly Option<string?> PolicyFile = PolicyOptions.CreateFile();
    private static readonly Option<string?> For = PolicyOptions.CreatePurpose();
    private static readonly Option<string?> Amount = PolicyOptions.CreateAmount();
    private static readonly Option<string?> Witnesses = new("--witnesses") { Description = "Whose cosignatures to demand: a tlog-policy file, in place of the policy's own", HelpName = "FILE" };
    private static readonly Option<string?> Request = new("--request") { Description = "The body of your request to a language model: compare it with what the receipt states and the bundle discloses", HelpName = "FILE" };
    private static readonly Option<string?> BundleOfTwin = new("--bundle") { Description = "For a twin (`og receipt export`): the bundle that it is compared with; every other option is about that", HelpName = "FILE" };
    private static readonly Option<string[]> Fraud = new("--fraud") { Description = "A fraud proof of og audit: one that convicts the issuer about this receipt makes it refused; may be repeated", HelpName = "FILE" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the report for machines" };
    private static readonly Option<string> Data = DataOption.Create();

    public static Command Create()
    {
        DocumentedCommand command = new(
            "verify",
            "Check a bundle offline: signature, log inclusion, disclosures, a proof if there is one and, on request, the computation itself. Or check a fraud proof.",
            "Exit code 0: accepted. 2: some evidence is invalid, the receipt is not about the request, or its issuer is convicted. 3: something required could not be checked, a file of --fraud among it. 1: no verdict.\n"
            + "What --request and --fraud find is written to standard error and told by the exit code; the report of --json is about the bundle alone.\n"
            + "Of a fraud proof file: 0, it convicts the issuer of the receipt in it. 2: it does not. 3: this build cannot judge it. No model is needed.\n\n"
            + "Examples:\n"
            + "  og verify bundle.json\n"
            + "  og verify bundle.json --reexecute --models ./models\n"
            + "  og verify bundle.json --proof-key\n"
            + "  og verify bundle.json --request request.json\n"
            + "  og verify receipt.fraud.json\n"
            + "  og verify bundle.json --fraud receipt.fraud.json\n"
            + "  og verify bundle.json --witnesses witnesses.policy\n"
            + "  og verify bundle.json --policy strict.json --json\n"
            + "  og verify bundle.json --policy agent.yaml --for transfer --amount 250\n"
            + "  og verify receipt.cose --bundle bundle.json")
        { Bundle, Reexecute, ProofKey, Models, PolicyFile, For, Amount, Witnesses, Request, Fraud, BundleOfTwin, Json, Data };
        command.SetAction(VerifyAsync);
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult arguments, CancellationToken cancellation)
    {
        byte[] file = await UserFile.ReadAsync(arguments.GetValue(Bundle)!, cancellation).ConfigureAwait(false);
        if (arguments.GetValue(BundleOfTwin) is { } path)
            return await VerifyBothAsync(file, await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false), arguments, cancellation).ConfigureAwait(false);
        if (FraudProof.IsNamed(file))
            return VerifyFraud(file, arguments);
        if (TwinVerifier.TryRecognise(file, out _))
            return VerifyTwin(file, arguments);

        CounterFiles files = await ReadCounterFilesAsync(arguments, cancellation).ConfigureAwait(false);
        (VerificationReport report, Policy policy) = await JudgeAsync(file, arguments, cancellation).ConfigureAwait(false);
        Objections objections = files.HoldAgainst(report, file);
        if (arguments.GetValue(Json))
            Console.WriteLine(report.ToJson());
        else
            ReportPrinter.Print(report, file);
        return Conclude(report, policy, objections, arguments);
    }

    /// <summary>What is demanded of a bundle cannot be asked of anything else: to accept that without having looked would be worse than to refuse.</summary>
    private static void RefuseDemands(ParseResult arguments, string why)
    {
        foreach (Option option in (Option[])[Reexecute, ProofKey, PolicyFile, For, Amount, Witnesses, Request, Fraud])
        {
            if (arguments.GetResult(option) is { Implicit: false })
                throw new InvalidInputException(InvalidInputKind.Invalid, option.Name, $"this is about a bundle, and {why}");
        }
    }

    private static int VerifyTwin(byte[] twin, ParseResult arguments)
    {
        RefuseDemands(arguments, "a twin is one signature: name the bundle with --bundle.");
        TwinReport report = TwinVerifier.Verify(twin);
        if (arguments.GetValue(Json))
            Console.WriteLine(TwinPrinter.ToJson(report));
        else
            TwinPrinter.Print(report);
        return TwinPrinter.ExitCodeOf(report);
    }

    /// <summary>Twin and bundle: accepted if both are.</summary>
    private static async Task<int> VerifyBothAsync(byte[] twin, byte[] bundle, ParseResult arguments, CancellationToken cancellation)
    {
        CounterFiles files = await ReadCounterFilesAsync(arguments, cancellation).ConfigureAwait(false);
        TwinReport twinReport = TwinVerifier.Verify(twin, bundle);
        (VerificationReport report, Policy policy) = await JudgeAsync(bundle, arguments, cancellation).ConfigureAwait(false);
        Objections objections = files.HoldAgainst(report, bundle);
        if (arguments.GetValue(Json))
        {
            Console.WriteLine(TwinPrinter.ToJson(twinReport, report.ToJson()));
        }
        else
        {
            TwinPrinter.Print(twinReport);
            Console.WriteLine();
            ReportPrinter.Print(report, bundle);
        }

        int code = Conclude(report, policy, objections, arguments, TwinPrinter.Objection(twinReport));
        return ExitCode.Worst([TwinPrinter.ExitCodeOf(twinReport), code]);
    }

    private static async Task<(VerificationReport Report, Policy Policy)> JudgeAsync(byte[] bundle, ParseResult arguments, CancellationToken cancellation)
    {
        Policy policy = await PolicyOptions.ReadAsync(arguments.GetValue(PolicyFile), cancellation).ConfigureAwait(false);
        Purpose purpose = PolicyOptions.ReadPurpose(arguments.GetValue(For), arguments.GetValue(Amount));
        if (arguments.GetValue(Witnesses) is { } witnesses)
            policy = policy.For(purpose).WithWitnesses(await WitnessPolicyFile.ReadAsync(witnesses, cancellation).ConfigureAwait(false));
        ModelLocator locator = ModelLocator.Of(arguments.GetValue(Models), arguments.GetValue(Data)!);
        Verification.Reexecution? reexecute = arguments.GetValue(Reexecute) ? new Reexecutor(locator, cancellation).Run : null;
        ProofKeyMaker? makeKey = arguments.GetValue(ProofKey) ? new ModelKeyMaker(locator, ProofKeyStore.In(arguments.GetValue(Data)!)).Make : null;

        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return (BundleVerifier.Verify(bundle, policy, now, reexecute, makeKey, purpose), policy.For(purpose));
    }

    /// <summary>Before anything is judged or printed: a file that is not there leaves no verdict.</summary>
    private static Task<CounterFiles> ReadCounterFilesAsync(ParseResult arguments, CancellationToken cancellation) =>
        CounterFiles.ReadAsync(arguments.GetValue(Request), arguments.GetValue(Fraud) ?? [], cancellation);

    /// <summary>Prints the outcome: the report's exit code, unless the issuer is convicted about this receipt, or it is not about the request.</summary>
    private static int Conclude(VerificationReport report, Policy policy, Objections objections, ParseResult arguments, string? objection = null)
    {
        objections.Print();
        if (!arguments.GetValue(Json))
            ReportPrinter.PrintOutcome(report, policy, [.. objections.Sentences, .. objection is null ? [] : new[] { objection }]);
        return ExitCode.Worst([report.ExitCode, objections.ExitCode]);
    }

    private static int VerifyFraud(byte[] file, ParseResult arguments)
    {
        RefuseDemands(arguments, "the file is a fraud proof: name it with --fraud beside its bundle.");
        FraudReport report = FraudVerifier.Verify(file, FraudJudge.Judge);
        if (arguments.GetValue(Json))
            Console.WriteLine(report.ToJson());
        else
            FraudPrinter.Print(report);
        return report.ExitCode;
    }
}
