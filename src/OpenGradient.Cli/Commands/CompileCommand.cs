using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using OpenGradient.Cli.Compilation;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Proving;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.ProgramFiles;
using OpenGradient.Models.Quantization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og model compile</c>: from a float model to one of the integer profile.</summary>
internal static class CompileCommand
{
    private static readonly Argument<string> Model = new("file") { Description = "An ONNX file" };
    private static readonly Option<string> Profile = new("--profile") { Description = "integer", HelpName = "PROFILE", DefaultValueFactory = static _ => "integer" };
    private static readonly Option<string> Calibrate = new("--calibrate") { Description = "Sample inputs: one array for each input, samples along the first axis", HelpName = "FILE.npz", Required = true };
    private static readonly Option<string?> Test = new("--test") { Description = "Samples with 'labels' or 'targets': prints how often both models are right", HelpName = "FILE.npz" };
    private static readonly Option<string?> OutputFile = new("--output", "-o") { Description = "Where to write the model (default: FILE.integer.safetensors)", HelpName = "FILE" };
    private static readonly Option<int> WeightBits = new("--weight-bits") { Description = "8 or 16", HelpName = "N", DefaultValueFactory = static _ => 8 };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "compile",
            "Compile a float model to the integer profile, which can be proven.",
            "The samples decide which numbers the integers can tell apart: take typical inputs, a few hundred of them.\n"
            + "A step, its error and its signal-to-noise ratio are printed one by one; import the file like any other model.\n\n"
            + "Examples:\n  og model compile digits.onnx --profile integer --calibrate images.npz\n  og model import digits.integer.safetensors --name digits-integer")
        { Model, Profile, Calibrate, Test, OutputFile, WeightBits, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        RequireOptions(arguments);
        string path = arguments.GetValue(Model)!;
        string target = arguments.GetValue(OutputFile) ?? Path.ChangeExtension(path, null) + ".integer.safetensors";
        using OpenedModel model = ModelFile.Open(path);
        var compilation = CompiledModel.ForManySizes(model, arguments.GetValue(Calibrate)!, arguments.GetValue(WeightBits), default);
        (PreparedModel floats, IntegerModel compiled) = (compilation.Float, compilation.Integers);
        var data = CalibrationData.Read(arguments.GetValue(Calibrate)!, floats.Program);
        var report = AccuracyReport.Create(floats, compilation.WithLayers(), data.Runs(), data.Count, default);
        TestScore? score = arguments.GetValue(Test) is { } test
            ? TestScore.Create(test, Executable.Load(floats.Program, floats.Constants), Executable.Load(compiled.Program, compiled.Constants), default)
            : null;
        CalibrationData tried = arguments.GetValue(Test) is { } samples ? CalibrationData.Read(samples, floats.Program) : data;
        ImmutableArray<MetBound> bounds = MetBounds.Find(compiled, tried.Runs().Select<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>(run => compiled.Accept(run)), default);
        Write(target, compiled.Program, compiled.Constants);
        if (arguments.GetValue(Json))
            PrintJson(target, compiled.Program.Id, report, score, bounds);
        else
            Print(target, compiled, report, score, bounds);
        return ExitCode.Done;
    }

    private static void RequireOptions(ParseResult arguments)
    {
        if (arguments.GetValue(Profile) != "integer")
            throw new InvalidInputException(InvalidInputKind.Invalid, "--profile", "'integer' is the only profile to compile to; float models are compiled when they are imported.");
        if (arguments.GetValue(WeightBits) is not (8 or 16))
            throw new InvalidInputException(InvalidInputKind.Invalid, "--weight-bits", "This is 8 or 16.");
    }

    /// <summary>Whole or not at all: under another name first.</summary>
    public static void Write(string target, OpenGradient.Programs.Program program, IConstantSource constants)
    {
        string partial = target + ".partial";
        using (FileStream file = File.Create(partial))
            ProgramFile.Write(file, program, constants);
        File.Move(partial, target, overwrite: true);
    }

    private static void Print(string target, IntegerModel model, AccuracyReport report, TestScore? score, ImmutableArray<MetBound> bounds)
    {
        report.Print(Console.Out);
        if (score is not null)
            Console.WriteLine($"  {score.Measure}: float {score.Float:P2}, integer {score.Integer:P2}");
        foreach (string sentence in BoundReport.Sentences(bounds))
            Console.WriteLine($"\nwarning: {TerminalText.OneLine(sentence)}");
        Console.WriteLine();
        Console.WriteLine($"It takes {TerminalText.OneLine(InputFile.Describe(model.Program))}.");
        Console.WriteLine($"Wrote {TerminalText.OneLine(target)}, {new FileInfo(target).Length:N0} bytes; Program {model.Program.Id}");
    }

    private static void PrintJson(string target, ProgramId program, AccuracyReport report, TestScore? score, ImmutableArray<MetBound> bounds)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, Encoder = JsonOutput.Indented.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("file", target);
            writer.WriteString("program", program.ToString());
            report.WriteJson(writer);
            BoundReport.WriteJson(writer, bounds);
            if (score is not null)
            {
                writer.WriteStartObject("test");
                writer.WriteString("measure", score.Measure);
                writer.WriteNumber("float", score.Float);
                writer.WriteNumber("integer", score.Integer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        Console.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
