using System.Collections.Immutable;
using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Proving;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og prove model</c>: from a model file and an input to a checked proof of the output.</summary>
internal static class ProveModelCommand
{
    private static readonly Argument<string> Model = new("file") { Description = "An ONNX file, or a model that `og model compile` wrote" };
    private static readonly Option<string> Input = new("--input", "-i")
    {
        Description = "What to run it on: {\"input_data\": [[…], …]}, {\"NAME\": […], …}, an Open Inference Protocol request {\"inputs\": […]}, an .npz, .npy or .pb file, or a folder test_data_set_0",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string?> Calibrate = new("--calibrate") { Description = "Sample inputs for the compilation to integers (default: the input itself)", HelpName = "FILE.npz" };
    private static readonly Option<string[]> Constant = new("--constant")
    {
        Description = "Make this input a constant of the model, with what the input file has for it: weights, sizes and places must be constants; everyone who verifies sees it. May be repeated",
        HelpName = "NAME",
        DefaultValueFactory = static _ => [],
    };

    private static readonly Option<int> WeightBits = new("--weight-bits") { Description = "8 or 16", HelpName = "N", DefaultValueFactory = static _ => 16 }; // a proof of either costs the same
    private static readonly Option<string?> OutputFile = new("--out", "-o") { Description = "Where to write the proof, with everything that it takes to check it; - is standard output, without the figures", HelpName = "FILE" };
    private static readonly Option<string?> ModelOut = new("--write-model") { Description = "Where to write the model in integers that the proof is about, for `og proof verify --model` and `og model import`", HelpName = "FILE" };
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<bool> Json = new("--json") { Description = "Print the figures, or the refusal, as JSON" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "model",
            "Prove what a model gives of an input: compile it to integers, run, prove, verify.",
            "A model that cannot be proved is refused, with the node, the reason and what would make it provable. The proof hides nothing, unless --private says so.\n"
            + "Exit code 0: proved and verified. 1: refused. 2: the proof did not verify.\n\n"
            + "Examples:\n"
            + "  og prove model model.onnx --input input.json\n"
            + "  og prove model models/digits/digits.onnx -i models/digits/sample-input.json --out digits.proof.json\n"
            + "  og prove model model.onnx -i input.json --calibrate samples.npz --json\n"
            + "  og prove model model.onnx -i input.json -o proof.json --write-model model.integer.safetensors\n"
            + "  og prove model model.integer.safetensors -i input.json -o proof.json --private inputs --opening opening.txt")
        { Model, Input, Calibrate, Constant, WeightBits, OutputFile, ModelOut, ProofOptions.Profile, ProofOptions.Memory, ProofOptions.Private, ProofOptions.Opening, ProofOptions.Nonce, Data, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        try
        {
            return await ProveAsync(arguments, cancellation).ConfigureAwait(false);
        }
        catch (InvalidInputException refusal) when (arguments.GetValue(Json))
        {
            Console.WriteLine(ProofFigures.WriteRefusal(arguments.GetValue(Model)!, refusal));
            return ExitCode.Failed;
        }
    }

    private static async Task<int> ProveAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(Model)!;
        IntegerFormOptions compilation = ReadForm(arguments);
        using PhaseClock clock = new();
        clock.Begin("read");
        using OpenedModel model = ModelFile.Open(file);
        if (model.Program.Sequence is not null)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "Language models have no integer form yet, so they cannot be proved.");
        ProverOptions options = ProofOptions.Read(arguments);
        if (options.Visibility.HasFlag(ProofVisibility.PrivateInputs) && model.Program.Profile != OpenGradient.Programs.Program.IntegerProfile && arguments.GetValue(Calibrate) is null)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--private", "The model would be compiled with the input itself, and its scales, which are public, would tell of it: name other samples (--calibrate), or compile it before (`og model compile`).");
        ImmutableArray<Tensor> inputs = await InputFile.ReadAsync(arguments.GetValue(Input)!, model.Program, cancellation).ConfigureAwait(false);
        ProvenModel proven = await Task.Run(() => ProvenModel.Create(file, model, inputs, compilation, options, ProofKeyStore.In(arguments.GetValue(Data)!), clock, cancellation), cancellation).ConfigureAwait(false);
        clock.End();
        if (arguments.GetValue(OutputFile) is { } target)
            await UserFile.WriteAsync(target, proven.Package.ToBytes(), cancellation).ConfigureAwait(false);
        if (arguments.GetValue(ProofOptions.Opening) is { } opening)
            OpeningFile.Write(opening, proven.Opening.Span);
        if (arguments.GetValue(ModelOut) is { } integers)
            CompileCommand.Write(integers, proven.Form.Integers.Program, proven.Form.Integers.Constants);
        if (arguments.GetValue(OutputFile) != "-") // nothing but the proof is on standard output then
            Report(arguments, proven, clock);
        return proven.Verdict.IsProved ? ExitCode.Done : ExitCode.Invalid;
    }

    private static IntegerFormOptions ReadForm(ParseResult arguments) => arguments.GetValue(WeightBits) is 8 or 16
        ? new() { Calibration = arguments.GetValue(Calibrate), WeightBits = arguments.GetValue(WeightBits), Constants = [.. arguments.GetValue(Constant)!] }
        : throw new InvalidInputException(InvalidInputKind.Invalid, "--weight-bits", "This is 8 or 16.");

    private static void Report(ParseResult arguments, ProvenModel proven, PhaseClock clock)
    {
        if (arguments.GetValue(Json))
            Console.WriteLine(ProofFigures.WriteJson(proven, clock.Times));
        else
            ProofFigures.Print(proven, clock.Times, arguments.GetValue(OutputFile));
    }
}
