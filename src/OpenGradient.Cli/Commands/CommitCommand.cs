using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Proving;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og model commit</c>: the proof key of a model, which stands for its weights in every proof about it.</summary>
internal static class CommitCommand
{
    private static readonly Argument<string> Model = new("file") { Description = "A model of the integer profile, as `og model compile` writes it" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "commit",
            "Commit to a model's weights: print its proof key, which proofs name in their place.",
            "Publish the key, and list it in a policy as \"proofKeys\": then a proof about it needs no weights to be checked. The same model always has the same key.\n\n"
            + "Examples:\n  og model commit digits.integer.safetensors\n  og proof verify digits.proof.json --key $(og model commit digits.integer.safetensors --json | jq -r .proofKey)")
        { Model, ProofOptions.Profile, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        ProofProfile profile = ProofOptions.ReadProfile(arguments);
        using OpenedModel model = ModelFile.Open(arguments.GetValue(Model)!);
        long start = Stopwatch.GetTimestamp();
        ModelProver prover = ModelProver.Create(model.Program, model.Constants);
        string key = prover.Commitment.KeyId(profile).ToString();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (arguments.GetValue(Json))
        {
            Console.WriteLine(Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
                ("program", JsonValue.String(prover.Subject.Id.ToString())),
                ("profile", JsonValue.String(profile == ProofProfile.Cubic ? "cubic" : "quadratic")),
                ("proofKey", JsonValue.String(key))))));
        }
        else
        {
            Console.WriteLine($"Program    {prover.Subject.Id}");
            Console.WriteLine($"proof key  {key}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"committed to the weights in {milliseconds:N1} ms"));
        }

        return ExitCode.Done;
    }
}
