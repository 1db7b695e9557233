using System.CommandLine;
using System.Globalization;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og model logits</c>: what a language model says of every position of a text, for comparison with other engines.</summary>
internal static class LogitsCommand
{
    private static readonly Argument<string> ModelArgument = new("file") { Description = "A GGUF file, or a folder with a config.json and safetensors files" };
    private static readonly Option<string> Tokens = new("--tokens") { Description = "Token ids, joined by commas", HelpName = "1,2,3", Required = true };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "Where to write the logits", HelpName = "FILE", Required = true };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "logits",
            "Write the logits of every position of a text.",
            "The file holds binary32 numbers, little-endian, [positions, vocabulary] row-major, and nothing else. They are the same bits on every machine.\n\n"
            + "Examples:\n  og model logits models/tinychat/tinychat.gguf --tokens 1,2,3 -o logits.f32\n"
            + "  og model logits model.gguf --tokens \"$(og tokenizer encode model.gguf 'Hello' | tr ' ' ,)\" -o logits.f32")
        { ModelArgument, Tokens, Output };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        int[] tokens = TokenIds.Read(arguments.GetValue(Tokens)!, "--tokens");
        using OpenedModel model = UserFile.Read(arguments.GetValue(ModelArgument)!, ModelFile.Open);
        if (model.Program.Sequence is null)
            throw new InvalidInputException(InvalidInputKind.Unsupported, arguments.GetValue(ModelArgument)!, "This is no language model; og model logits takes one.");
        if (tokens.Length > model.ContextLength)
            throw TooLong(tokens.Length, model.ContextLength.Value);
        Executable executable = Executable.Load(model.Program, model.Constants);
        RunResult result = executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], cancellation);
        Tensor logits = result.Outputs[0];
        string file = arguments.GetValue(Output)!;
        await UserFile.WriteAsync(file, logits.Bytes, cancellation).ConfigureAwait(false);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{file}: f32[{logits.Shape[0]},{logits.Shape[1]}], {logits.Bytes.Length} bytes; Program {model.Program.Id}, trace {result.TraceRoot}"));
        return ExitCode.Done;
    }

    /// <summary>Positions that the model was not made for have logits too, which other engines would not give.</summary>
    private static InvalidInputException TooLong(int tokenCount, int contextLength) => new(
        InvalidInputKind.TooLarge, "--tokens", $"These are {tokenCount} tokens; the model reads {contextLength} in all ('context_length' of a GGUF file, 'max_position_embeddings' of a config.json). Give {contextLength} or fewer.");
}
