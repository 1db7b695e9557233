using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Cli.Output;
using OpenGradient.Conformance.Speed;
using OpenGradient.Models.Synthetic;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og bench</c>: how fast this machine is.</summary>
internal static class BenchCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Where the models are written; those of an earlier bench are taken as they are" };
    private static readonly Option<string> Shapes = ListOption("--shapes", "Which shapes", string.Join(',', SyntheticShape.All.Select(static shape => shape.Name)));
    private static readonly Option<string> Encodings = ListOption("--encodings", $"How weights are stored, of {string.Join(", ", SyntheticModel.Encodings)}", "q8_0,q4_0,q4_k,f16");
    private static readonly Option<string> Threads = ListOption("--threads", "How many threads, one measurement for each number", "1,2");
    private static readonly Option<string> Rows = ListOption("--rows", "How many rows at once, one measurement for each number", "1,8,32");
    private static readonly Option<string> Requests = ListOption("--requests", "How many requests together, one measurement for each number", "1,8,32");
    private static readonly Option<int> Seconds = NumberOption.Create("--seconds", "How long each measurement goes on", 2, 1, 60);
    private static readonly Option<int> Seed = NumberOption.Create("--seed", "Of the weights", 1, 0, int.MaxValue);
    private static readonly Option<bool> Json = new("--json") { Description = "Print all results as one JSON document" };

    public static Command Create()
    {
        DocumentedCommand synth = new(
            "synth",
            "Write language models of real shapes with random weights, and measure them beside what the machine can do.",
            $"prompt: {SynthBench.PromptTokens} tokens into an empty text, the fastest run. rows: so many tokens in one run, each with its logits, the median run; 1 row is\n"
            + $"generation for one text. requests: so many answers of {SynthBench.AnswerTokens} tokens made together as a node makes them, choice of tokens and trace included, the median round.\n"
            + "limit: the products alone at the processor's peak, or one reading of the weights for all texts at the speed of memory, both measured first.\n"
            + "file, own, cache: memory behind requests, on Linux: mapped of the model's file, of the engine beside keys and values, keys and values.\n"
            + "Every measurement ends after --seconds and the run in which they pass; Ctrl-C ends it at once. The models take up to 4.8 GB of disk and stay.\n\n"
            + "Examples:\n  og bench synth /tmp/models\n  og bench synth /tmp/models --shapes 1.1b --encodings q8_0,q4_0 --seconds 4\n"
            + "  og bench synth /tmp/models --shapes 110m --encodings f32 --threads 2 --rows 1 --json")
        { Folder, Shapes, Encodings, Threads, Rows, Requests, Seconds, Seed, Json };
        synth.SetAction(Synth);
        return new Command("bench", "Measure this machine.") { synth };
    }

    private static Task<int> Synth(ParseResult arguments, CancellationToken cancellation)
    {
        SynthBenchOptions options = new()
        {
            Folder = arguments.GetValue(Folder)!,
            Shapes = List(arguments, Shapes, Shape),
            Encodings = List(arguments, Encodings, Encoding),
            ThreadCounts = List(arguments, Threads, static text => Number("--threads", text, 64)),
            RowCounts = List(arguments, Rows, static text => Number("--rows", text, 128)),
            RequestCounts = List(arguments, Requests, static text => Number("--requests", text, 256)),
            MeasureTime = TimeSpan.FromSeconds(arguments.GetValue(Seconds)),
            Seed = (ulong)arguments.GetValue(Seed),
        };
        var bench = new SynthBench(options, static line => Console.Error.WriteLine(line));
        if (arguments.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(bench.Run(cancellation).ToArray(), JsonOutput.Indented));
            return Task.FromResult(ExitCode.Done);
        }

        bool isFirst = true;
        foreach (ModelSpeed model in bench.Run(cancellation))
        {
            if (isFirst)
                SpeedTable.PrintHead(model);
            isFirst = false;
            SpeedTable.Print(model);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static Option<string> ListOption(string name, string description, string defaultValue) =>
        new(name) { Description = description, HelpName = "A,B", DefaultValueFactory = _ => defaultValue };

    private static ImmutableArray<T> List<T>(ParseResult arguments, Option<string> option, Func<string, T> read) =>
        [.. arguments.GetValue(option)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(read)];

    private static SyntheticShape Shape(string name) => SyntheticShape.All.FirstOrDefault(shape => shape.Name == name)
        ?? throw Invalid("--shapes", $"'{name}' is not one of {string.Join(", ", SyntheticShape.All.Select(static shape => shape.Name))}.");

    private static string Encoding(string name) => SyntheticModel.Encodings.Contains(name)
        ? name
        : throw Invalid("--encodings", $"'{name}' is not one of {string.Join(", ", SyntheticModel.Encodings)}.");

    private static int Number(string option, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most
            ? number
            : throw Invalid(option, $"'{text}' is not a number from 1 to {most}.");

    private static InvalidInputException Invalid(string option, string message) => new(InvalidInputKind.Invalid, option, message);
}
