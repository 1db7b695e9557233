using System.CommandLine;
using System.Text;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Policies;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og policy</c>: what is demanded of a receipt, and why a bundle meets it or does not.</summary>
internal static class PolicyCommand
{
    private static readonly Argument<string> Bundle = new("bundle") { Description = "The bundle file (- for standard input)" };
    private static readonly Argument<string> File = new("policy") { Description = "The policy, in JSON or YAML (- for standard input)" };
    private static readonly Option<string?> PolicyFile = PolicyOptions.CreateFile();
    private static readonly Option<string?> For = PolicyOptions.CreatePurpose();
    private static readonly Option<string?> Amount = PolicyOptions.CreateAmount();
    private static readonly Option<bool> Reexecute = new("--reexecute") { Description = "Run the Program again and compare every bit; needs the model's files" };
    private static readonly Option<bool> ProofKey = new("--proof-key") { Description = "Make the proof key again from the model's files" };
    private static readonly Option<string[]> Models = ModelLocator.CreateOption();
    private static readonly Option<bool> Json = new("--json") { Description = "Print it for machines" };
    private static readonly Option<string> Data = DataOption.Create();

    public static Command Create()
    {
        DocumentedCommand explain = new(
            "explain",
            "Say, one by one, what a policy asks for, what was found in a bundle, and what would help.",
            "Exit code: that of og verify.\n\n"
            + "Examples:\n"
            + "  og policy explain bundle.json --policy strict.yaml\n"
            + "  og policy explain bundle.json --policy agent.yaml --for transfer --amount 250")
        { Bundle, PolicyFile, For, Amount, Reexecute, ProofKey, Models, Json, Data };
        explain.SetAction(ExplainAsync);

        DocumentedCommand check = new("check", "Say whether a file is a policy, and print it as JSON.", "What it says and does not do is a warning on standard error.\n\nExamples:\n  og policy check agent.yaml") { File };
        check.SetAction(CheckAsync);

        DocumentedCommand schema = new("schema", "Print the JSON Schema of policies.", "Examples:\n  og policy schema > policy.schema.json");
        schema.SetAction(static _ => PrintSchema());

        DocumentedCommand claims = new("claims", "Print every sentence that a report can say, by the kind of evidence, in Markdown.", "Examples:\n  og policy claims > docs/claims.md");
        claims.SetAction(static _ => PrintClaims());

        return new Command("policy", "Say what is demanded of a receipt, and why it is met or not.") { explain, check, schema, claims };
    }

    private static async Task<int> ExplainAsync(ParseResult arguments, CancellationToken cancellation)
    {
        byte[] bundle = await UserFile.ReadAsync(arguments.GetValue(Bundle)!, cancellation).ConfigureAwait(false);
        Policy policy = await PolicyOptions.ReadAsync(arguments.GetValue(PolicyFile), cancellation).ConfigureAwait(false);
        Purpose purpose = PolicyOptions.ReadPurpose(arguments.GetValue(For), arguments.GetValue(Amount));
        ModelLocator locator = ModelLocator.Of(arguments.GetValue(Models), arguments.GetValue(Data)!);
        Verification.Reexecution? reexecute = arguments.GetValue(Reexecute) ? new Reexecutor(locator, cancellation).Run : null;
        ProofKeyMaker? makeKey = arguments.GetValue(ProofKey) ? new ModelKeyMaker(locator, ProofKeyStore.In(arguments.GetValue(Data)!)).Make : null;
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        PolicyWarnings.Print(policy);
        VerificationReport report = BundleVerifier.Verify(bundle, policy, now, reexecute, makeKey, purpose);

        if (arguments.GetValue(Json))
            Console.WriteLine(ToJson(report));
        else
            Print(report);
        return report.ExitCode;
    }

    private static void Print(VerificationReport report)
    {
        DemandPrinter.Print(report.Demands);
        Console.WriteLine(report.Accepted ? "accepted: the policy is met" : "not accepted: nothing may be done on this answer");
    }

    private static string ToJson(VerificationReport report) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("accepted", report.Accepted ? JsonValue.True : JsonValue.False),
        ("exitCode", JsonValue.Number($"{report.ExitCode}")),
        ("demands", JsonValue.Array([.. report.Demands.Select(static demand => demand.ToJson())])))));

    private static async Task<int> CheckAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(File)!;
        byte[] json = await PolicyOptions.ReadJsonAsync(file, cancellation).ConfigureAwait(false);
        PolicyWarnings.Print(PolicyOptions.Parse(json, file));
        Console.WriteLine(Encoding.UTF8.GetString(json).Trim());
        return ExitCode.Done;
    }

    private static int PrintClaims()
    {
        Console.Write(ClaimsPage.Write());
        return ExitCode.Done;
    }

    private static int PrintSchema()
    {
        using Stream schema = typeof(PolicyCommand).Assembly.GetManifestResourceStream("policy.schema.json")!;
        using StreamReader reader = new(schema);
        Console.Write(reader.ReadToEnd());
        return ExitCode.Done;
    }
}
