using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Models;
using OpenGradient.Models.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og model quantize</c>: a model as a GGUF file, smaller, with what that costs tensor by tensor.</summary>
internal static class QuantizeCommand
{
    private static readonly Argument<string> Input = new("file") { Description = "A GGUF file, or a folder with a config.json and safetensors files, of F32, F16 or BF16" };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "Where to write the new file", HelpName = "FILE", Required = true };
    private static readonly Option<string> Type = new("--type") { Description = string.Join(", ", GgufQuantizer.Encodings), HelpName = "TYPE", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "quantize",
            "Write a model as a GGUF file with its matrices in a smaller encoding.",
            "Norms, biases and expert routers are written as F32; metadata, tokenizer and template are carried over. A line for each tensor says how far its numbers moved:\n"
            + "the root of the mean square of the differences, that as a part of the tensor's own, and the largest. Q8_0, Q4_0, Q4_1, Q5_0 and Q5_1 are bit for bit what\n"
            + "llama.cpp's reference gives; Q4_K and Q6_K take the scales of least square error, which are others than llama.cpp's, and write matrices whose rows are no whole blocks\n"
            + "of 256 as Q8_0. A matrix whose rows are no whole blocks of 32 stays as it is. Of a folder, tokenizer.json is put in whole (tokenizer.huggingface.json), which\n"
            + "this program reads; llama.cpp wants tokenizer.ggml.* instead.\n\n"
            + "Examples:\n  og model quantize model-f16.gguf -o model-q8_0.gguf --type q8_0\n  og model quantize Qwen3-0.6B -o qwen3.gguf --type q4_k")
        { Input, Output, Type, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        bool isJson = arguments.GetValue(Json);
        string target = arguments.GetValue(Output)!;
        if (FilesOf(arguments.GetValue(Input)!).Any(file => UserFile.AreSame(file, target)))
            throw new InvalidInputException(InvalidInputKind.Invalid, target, "this is the file that is read, and it would be lost: write to another one.");
        string type = ReadType(arguments.GetValue(Type)!);
        ImmutableArray<QuantizedTensor> report = Write(
            target,
            file => UserFile.Read(
                arguments.GetValue(Input)!,
                source => GgufQuantizer.Quantize(source, file, type, isJson ? null : new LinePrinter(), cancellation)));
        if (isJson)
            PrintJson(target, report);
        else
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {report.Length} tensors, {report.Sum(static tensor => tensor.LengthBytes)} bytes"));
        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>The file, or those of the folder.</summary>
    private static IEnumerable<string> FilesOf(string input)
    {
        string own = ModelFile.Resolve(input);
        return Path.GetFileName(own) == ModelFile.ConfigFile && File.Exists(own)
            ? Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(own))!).Where(static file => Path.GetExtension(file) != ".gguf")
            : [own];
    }

    private static string ReadType(string text) => GgufQuantizer.Encodings.Contains(text.ToLowerInvariant())
        ? text.ToLowerInvariant()
        : throw new InvalidInputException(InvalidInputKind.Unsupported, "--type", $"'{text}' cannot be written; {string.Join(", ", GgufQuantizer.Encodings)} can.");

    /// <summary>Whole or not at all: under another name first, one that nobody has, so that nothing of anybody's is overwritten or removed.</summary>
    private static T Write<T>(string target, Func<Stream, T> write)
    {
        string partial = $"{target}.{Path.GetRandomFileName()}.partial";
        try
        {
            T result;
            using (FileStream file = new(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20))
                result = write(file);
            File.Move(partial, target, overwrite: true);
            return result;
        }
        catch (Exception error)
        {
            File.Delete(partial);
            if (error is IOException or UnauthorizedAccessException)
                throw new InvalidInputException(InvalidInputKind.Invalid, target, $"it cannot be written: {error.Message}", error);
            throw;
        }
    }

    private static void PrintJson(string target, ImmutableArray<QuantizedTensor> report)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, Encoder = JsonOutput.Indented.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("file", target);
            writer.WriteStartArray("tensors");
            foreach (QuantizedTensor tensor in report)
            {
                writer.WriteStartObject();
                writer.WriteString("name", tensor.Name);
                writer.WriteString("from", tensor.From);
                writer.WriteString("to", tensor.To);
                writer.WriteNumber("elements", tensor.ElementCount);
                writer.WriteNumber("bytes", tensor.LengthBytes);
                writer.WriteNumber("rms", tensor.RootMeanSquare);
                writer.WriteNumber("rmsError", tensor.RootMeanSquareError);
                writer.WriteNumber("maxError", tensor.MaximumError);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        Console.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    /// <summary>One line for each tensor, when it is written.</summary>
    private sealed class LinePrinter : IProgress<QuantizedTensor>
    {
        public void Report(QuantizedTensor value)
        {
            double share = value.RootMeanSquare == 0 ? 0 : value.RootMeanSquareError / value.RootMeanSquare;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{TerminalText.OneLine(value.Name),-36} {value.From,-4} -> {value.To,-4}  rms error {value.RootMeanSquareError:0.00e-00} ({share:p2})  max {value.MaximumError:0.00e-00}"));
        }
    }
}
