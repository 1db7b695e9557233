using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Proving;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og model commit</c>: the proof key of a model, which stands for its weights in every proof about it.</summary>
internal static class CommitCommand
{
    private const int DefaultProofCount = 42; // what hides so many fits beside the weights of a small model

    private static readonly Argument<string?> Model = new("file") { Description = "A model of the integer profile, as `og model compile` writes it", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Private = new("--private") { Description = "Commit such that proofs hide the weights: another key each time" };
    private static readonly Option<int?> Proofs = new("--proofs") { Description = $"In how many proofs --private hides the weights, up to 682; more make each one larger (default: {DefaultProofCount})", HelpName = "N" };
    private static readonly Option<bool> Show = new("--show") { Description = "List what is kept, of the model or of all, for the profile and the other one with its hash, and commit to nothing" };
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "commit",
            "Commit to a model's weights: keep and print its proof key, which proofs name in their place.",
            "Publish the key, and list it in a policy as \"proofKeys\": then a proof about it needs no weights to be checked. The same model always has the same key, but for --private:\n"
            + "what hides the weights is drawn anew each time, kept in the data directory, and counted down with each proof. Who reads that file can learn the weights from proofs.\n\n"
            + "Examples:\n  og model commit digits.integer.safetensors\n  og model commit digits.integer.safetensors --private --proofs 100\n  og model commit --show\n"
            + "  og proof verify digits.proof.json --key $(og model commit digits.integer.safetensors --json | jq -r .proofKey)")
        { Model, Private, Proofs, Show, ProofOptions.Profile, Data, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        ProofProfile profile = ProofOptions.ReadProfile(arguments);
        ProofKeyStore keys = ProofKeyStore.In(arguments.GetValue(Data)!);
        if (arguments.GetValue(Show))
            return ShowKept(arguments, keys, profile);
        if (arguments.GetValue(Proofs) is not null && !arguments.GetValue(Private))
            throw new InvalidInputException(InvalidInputKind.Invalid, "--proofs", "Only a key of --private is for so many proofs and no more.");
        if (arguments.GetValue(Proofs) is < 1)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--proofs", "This is at least 1.");
        using OpenedModel model = ModelFile.Open(arguments.GetValue(Model) ?? throw new InvalidInputException(InvalidInputKind.Invalid, "file", "Name the model to commit to, or --show."));
        long start = Stopwatch.GetTimestamp();
        StoredProofKey key = arguments.GetValue(Private)
            ? keys.CommitHidden(model.Program, model.Constants, profile, arguments.GetValue(Proofs) ?? DefaultProofCount)
            : keys.Commit(model.Program, model.Constants, profile);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (arguments.GetValue(Json))
        {
            Console.WriteLine(Encoding.UTF8.GetString(CanonicalJson.Serialize(ToJson(key, profile))));
            return ExitCode.Done;
        }

        Print(key, profile);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"committed to the weights in {milliseconds:N1} ms"));
        return ExitCode.Done;
    }

    private static int ShowKept(ParseResult arguments, ProofKeyStore keys, ProofProfile profile)
    {
        using OpenedModel? model = arguments.GetValue(Model) is { } file ? ModelFile.Open(file) : null;
        StoredProofKey[] kept = [.. keys.List().Where(key => key.IsFor(profile) && (model is null || key.Program == model.Program.Id))];
        if (arguments.GetValue(Json))
        {
            Console.WriteLine(Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Array([.. kept.Select(key => ToJson(key, profile))]))));
            return ExitCode.Done;
        }

        foreach (StoredProofKey key in kept)
            Print(key, profile);
        if (kept.Length == 0)
            Console.WriteLine("Nothing is committed to.");
        return ExitCode.Done;
    }

    private static void Print(StoredProofKey key, ProofProfile profile)
    {
        Console.WriteLine($"Program    {key.Program}");
        Console.WriteLine($"proof key  {key.KeyId(profile)}");
        if (key.Hidden is { } hidden)
            Console.WriteLine($"hides      the weights, in {key.ProofCount} proofs; {hidden.LeftCount} are left");
    }

    private static JsonValue ToJson(StoredProofKey key, ProofProfile profile) => JsonValue.Object(
    [
        ("program", JsonValue.String(key.Program.ToString())),
        ("profile", JsonValue.String(profile.Name())),
        ("proofKey", JsonValue.String(key.KeyId(profile).ToString())),
        .. key.Hidden is { } hidden ? new[]
        {
            ("private", JsonValue.String("weights")),
            ("proofs", JsonValue.String(key.ProofCount.ToString(CultureInfo.InvariantCulture))),
            ("proofsLeft", JsonValue.String(hidden.LeftCount.ToString(CultureInfo.InvariantCulture))),
        } : [],
    ]);
}
