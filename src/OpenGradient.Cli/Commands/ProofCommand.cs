using System.Collections.Immutable;
using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Proving;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Verification;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og proof</c>: what a proof will take, what it says, whether it holds.</summary>
internal static class ProofCommand
{
    private static readonly Argument<string> Model = new("file") { Description = "An ONNX file, or a model that `og model compile` wrote" };
    private static readonly Argument<string> Proof = new("file") { Description = "A file that `og prove model --out` wrote (- for standard input); a bundle is checked with `og verify`" };
    private static readonly Option<string?> Input = new("--input", "-i") { Description = "An input, in a form of `og prove model` (default: one that is made up)", HelpName = "FILE" };
    private static readonly Option<string?> Key = new("--key") { Description = "Demand this proof key: 64 hexadecimal digits, as `og model commit` prints it", HelpName = "HEX" };
    private static readonly Option<string?> ModelOption = new("--model") { Description = "Make the proof key again from this model of the integer profile, and demand it", HelpName = "FILE" };
    private static readonly Option<string?> Nonce = new("--nonce") { Description = "Demand that the proof was made for this nonce, which you chose: 64 hexadecimal digits", HelpName = "HEX" };
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON" };

    public static Command Create()
    {
        DocumentedCommand estimate = new(
            "estimate",
            "Tell what a proof of a model takes, without making it.",
            "Sizes that the model leaves open are 1 unless --input says otherwise.\n\n"
            + "Examples:\n  og proof estimate model.onnx\n  og proof estimate model.onnx --input input.json --json")
        { Model, Input, ProofOptions.Private, Data, Json };
        estimate.SetAction(EstimateAsync);

        DocumentedCommand verify = new(
            "verify",
            "Check a proof that `og prove model` wrote: no model, no kernel, no float.",
            "It shows that the Program gives the outputs of the inputs in the file, with the weights behind the proof key; if it hides the inputs and was not opened, of some inputs. That the key holds the weights of your model is shown by --model or --key; that the proof is no older than a nonce of yours, by --nonce.\n"
            + "Exit code 0: it holds. 1: the file is no proof. 2: it does not hold, or is about another model or nonce. 3: it could not be checked.\n\n"
            + "Examples:\n  og proof verify digits.proof.json\n  og proof verify digits.proof.json --model digits.integer.safetensors")
        { Proof, Key, ModelOption, Nonce, Data, Json };
        verify.SetAction(VerifyAsync);

        return new Command("proof", "Estimate, check, explain and open proofs.") { estimate, verify, ProofExplainCommand.Create(), ProofOpenCommand.Create() };
    }

    private static async Task<int> EstimateAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(Model)!;
        using OpenedModel model = ModelFile.Open(file);
        ImmutableArray<Tensor> inputs = arguments.GetValue(Input) is { } input
            ? await InputFile.ReadAsync(input, model.Program, cancellation).ConfigureAwait(false)
            : MadeUpInputs.For(model.Program);
        var form = IntegerForm.Of(model, inputs, new IntegerFormOptions(), cancellation);
        ProverOptions options = ProofKeyStore.In(arguments.GetValue(Data)!).Complete(ProofOptions.Read(arguments), form.Integers.Program.Id);
        ProofEstimate estimate = form.Explained(() => ModelProver.Create(form.Integers.Program, form.Integers.Constants).Estimate([.. form.Inputs.Select(static tensor => tensor.Shape)], options));
        if (arguments.GetValue(Json))
            Console.WriteLine(ProofFigures.WriteJson(file, estimate));
        else
            ProofFigures.Print(estimate);
        return ExitCode.Done;
    }

    private static async Task<int> VerifyAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(Proof)!;
        ProofPackage package = ProofPackage.TryRead(await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false), out ProofPackage? read)
            ? read
            : throw new InvalidInputException(InvalidInputKind.Malformed, UserFile.NameOf(file), $"this is no proof of `{OgCommand.Name} prove model`; a bundle is checked with `{OgCommand.Name} verify`.");
        ProofVerdict verdict = package.Verify();
        ProofFile? proof = ProofFile.TryRead(package.Evidence.Proof.Span, out ProofFile? parsed, out _, out _) ? parsed : null;
        ProofDemands demands = new(DemandedKey(arguments, proof), ProofOptions.ReadDigits(arguments.GetValue(Nonce), Nonce.Name, "nonce"));
        if (arguments.GetValue(Json))
            Console.WriteLine(ProofVerdictText.WriteJson(verdict, proof, demands));
        else
            ProofVerdictText.Print(verdict, proof, demands);
        return verdict.IsProved && demands.AreMetBy(proof) ? ExitCode.Done
            : verdict.Code is ProofVerdictCode.NotProvable or ProofVerdictCode.OutsideNotChecked ? ExitCode.Unverifiable : ExitCode.Invalid;
    }

    /// <summary>The key that the proof has to be about; null if none is demanded.</summary>
    private static string? DemandedKey(ParseResult arguments, ProofFile? proof)
    {
        if (arguments.GetValue(ModelOption) is not { } file)
            return ProofOptions.ReadDigits(arguments.GetValue(Key), Key.Name, "proof key");
        using OpenedModel model = ModelFile.Open(file);
        return proof is null ? null : RemadeKey.Of(model, proof, ProofKeyStore.In(arguments.GetValue(Data)!), "--model").ToString();
    }
}
