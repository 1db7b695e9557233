using System.CommandLine;
using OpenGradient.Cli.Disputes;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Gateway;
using OpenGradient.Hub;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og dispute</c>: two runners who say different things about one inference, before a referee.</summary>
internal static class DisputeCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "An ONNX or GGUF file, or a folder with one" };
    private static readonly Argument<string?> Prompt = new("prompt") { Description = "What to ask a language model", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Input = new("--input", "-i") { Description = "A file (- for standard input) with an Open Inference Protocol request", HelpName = "FILE" };
    private static readonly Option<string?> Bundle = new("--bundle") { Description = "A bundle that discloses a chat: the dispute is about the answer of its receipt", HelpName = "FILE" };
    private static readonly Option<string> Cheat = new("--cheat") { Description = "What one runner does: one of the kinds below", DefaultValueFactory = static _ => "activation", HelpName = "KIND" };
    private static readonly Option<int?> Step = new("--step") { Description = "At which step (default: one in the middle of the run that fits)", HelpName = "N" };
    private static readonly Option<string?> Iteration = new("--iteration") { Description = "In which iteration of the loops around the step, outermost first: 2 or 2,0", HelpName = "I,…" };
    private static readonly Option<long?> Element = new("--element") { Description = "At which element (default: the first that makes a difference)", HelpName = "I" };
    private static readonly Option<int?> Position = new("--position") { Description = "For a language model and the cheats activation, output and receipt: at which position of the text; elements are those of its row", HelpName = "T" };
    private static readonly Option<int> MaxTokens = new("--max-tokens") { Description = "For a language model: the most tokens of its answer", DefaultValueFactory = static _ => 16, HelpName = "N" };
    private static readonly Option<string> Temperature = new("--temperature") { Description = "For a language model: how tokens are drawn; 0 takes the greatest logit", DefaultValueFactory = static _ => "0", HelpName = "T" };
    private static readonly Option<string> Seed = new("--seed") { Description = "For a language model: seeds the draws", DefaultValueFactory = static _ => "", HelpName = "TEXT" };
    private static readonly Option<string> TopP = Setting("--top-p", "1", "keeps the likeliest tokens up to this share");
    private static readonly Option<string> TopK = Setting("--top-k", "0", "keeps so many of the likeliest tokens; 0 keeps all");
    private static readonly Option<string> MinP = Setting("--min-p", "0", "leaves out tokens below this share of the likeliest");
    private static readonly Option<string> FrequencyPenalty = Setting("--frequency-penalty", "0", "taken from a logit for each time the answer has the token");
    private static readonly Option<string> PresencePenalty = Setting("--presence-penalty", "0", "taken from a logit if the answer has the token");
    private static readonly Option<string> RepetitionPenalty = Setting("--repetition-penalty", "1", "divides the logits of tokens that the text has");
    private static readonly Option<string> LogitBias = Setting("--logit-bias", "", "what is added to logits, as in the OpenAI API: {\"15\":-1.5}", "JSON");
    private static readonly Option<string[]> Stop = new("--stop") { Description = "For a language model: a text at which its answer ends; may be given again", DefaultValueFactory = static _ => [], HelpName = "TEXT" };
    private static readonly Option<string?> Grammar = new("--grammar") { Description = "For a language model: a grammar (GBNF) that its answer is held to", HelpName = "TEXT" };
    private static readonly Option<bool> Accuser = new("--accuser") { Description = "The runner that contradicts cheats, not the one that is contradicted" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the whole dispute for machines, all messages included" };

    public static Command Create()
    {
        DocumentedCommand simulate = new(
            "simulate",
            "Run an inference twice, once with a cheat, and let a referee find who lied and where.",
            "Kinds of cheats:\n"
            + "  weight             runs with another weight than the one it shows\n"
            + "  constant           runs with another weight, and shows that one\n"
            + "  activation         changes an element of what a step gives\n"
            + "  output             changes an element of the answer\n"
            + "  skip-step          leaves a step out: what it reads, or zeros, stand for what it gives\n"
            + "  missing-leaf       leaves what a step gives out of its trace\n"
            + "  branch             takes the other branch of an If\n"
            + "  extra-iteration    runs a Loop once too often\n"
            + "  missing-iteration  runs a Loop once too little\n"
            + "  loop-value         hands an old value to an iteration of a Loop\n"
            + "  token              gives another token of an answer than the one chosen\n"
            + "  penalty            counts a token once too often when it takes penalties from logits; needs a penalty\n"
            + "  mask               is wrong about a token that a grammar allows; needs a grammar\n"
            + "  early-end          leaves out the end of an answer\n"
            + "  late-end           goes on behind the end of an answer\n"
            + "  receipt            runs as it should, but binds another trace in its receipt\n\n"
            + "Exit code 0: the referee convicted the cheat alone. 3: the cheat changed nothing, so there is no dispute. 2: anything else.\n\n"
            + "Examples:\n"
            + "  og dispute simulate models/digits --input models/digits/sample-input.json --cheat weight\n"
            + "  og dispute simulate models/price-risk -i models/price-risk/sample-input.json --cheat skip-step --step 4\n"
            + "  og dispute simulate spec/dispute-1/vectors/loop.onnx -i spec/dispute-1/vectors/loop-input.json --cheat extra-iteration\n"
            + "  og dispute simulate spec/dispute-1/vectors/loop.onnx -i spec/dispute-1/vectors/loop-input.json --step 6 --iteration 2\n"
            + "  og dispute simulate models/tinychat \"What is 12 + 30?\" --cheat token --temperature 0.8\n"
            + "  og dispute simulate models/tinychat \"What is 12 + 30?\" --cheat penalty --frequency-penalty 0.5\n"
            + "  og dispute simulate models/tinychat \"What is 12 + 30?\" --cheat mask --grammar 'root ::= [0-9]{1,3}'\n"
            + "  og dispute simulate models/tinychat \"What is 12 + 30?\" --cheat early-end\n"
            + "  og dispute simulate models/tinychat --bundle answer.json --cheat receipt --position 20\n"
            + "  og dispute simulate models/tinychat \"What is 12 + 30?\" --cheat activation --step 9 --position 20 --accuser --json")
        { Model, Prompt, Input, Bundle, Cheat, Step, Iteration, Position, Element, MaxTokens, Temperature, Seed, TopP, TopK, MinP, FrequencyPenalty, PresencePenalty, RepetitionPenalty, LogitBias, Stop, Grammar, Accuser, Json };
        simulate.SetAction(SimulateAsync);
        return new Command("dispute", "Play the game that finds who is wrong about an inference.") { simulate };
    }

    private static async Task<int> SimulateAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CheatKind kind = ReadKind(arguments.GetValue(Cheat)!);
        byte[]? request = await ReadAsync(arguments, Input, cancellation).ConfigureAwait(false);
        byte[]? bundle = await ReadAsync(arguments, Bundle, cancellation).ConfigureAwait(false);
        using OpenedModel model = ModelFile.Open(ModelSource.Read(arguments.GetValue(Model)!).FilePath);
        string? prompt = arguments.GetValue(Prompt);
        if (new object?[] { request, bundle, prompt }.Count(static given => given is not null) != 1)
            throw new InvalidInputException(InvalidInputKind.Invalid, "dispute", "Give either a prompt (for a language model), --bundle FILE or --input FILE.");
        Party party = arguments.GetValue(Accuser) ? Party.B : Party.A;

        var cheat = new Cheat(kind, arguments.GetValue(Step), arguments.GetValue(Element), party) { Iterations = arguments.GetValue(Iteration), Position = arguments.GetValue(Position) };
        DisputeReport report = Simulate(model, request, request is null ? Text(model, bundle, prompt, arguments, cancellation) : null, cheat, cancellation);

        if (arguments.GetValue(Json))
            Console.WriteLine(DisputeJson.Write(report));
        else
            DisputePrinter.Print(report);
        return report.Verdict.Convicted is [Party convicted] && convicted == party ? ExitCode.Done
            : report.Verdict.Code == VerdictCode.Agreement ? ExitCode.Unverifiable : ExitCode.Invalid;
    }

    private static DisputeReport Simulate(OpenedModel model, byte[]? request, DisputedText? text, Cheat cheat, CancellationToken cancellation)
    {
        using var display = new DisputeDisplay();
        var monitor = new DisputeMonitor(display, cancellation);
        return text is null
            ? DisputeSimulation.Run(model.Program, model.Constants, DisputedModel.Inputs(model, request!), cheat, monitor)
            : DisputeSimulation.Run(model.Program, model.Constants, text, cheat, monitor);
    }

    private static async Task<byte[]?> ReadAsync(ParseResult arguments, Option<string?> option, CancellationToken cancellation) =>
        arguments.GetValue(option) is { } file ? await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false) : null;

    private static DisputedText Text(OpenedModel model, byte[]? bundle, string? prompt, ParseResult arguments, CancellationToken cancellation) => bundle is not null
        ? ReceiptInference.Complete(model, DisputedReceipt.Read(bundle, model.Program.Id))
        : DisputedModel.Answer(model, prompt!, Sampling(arguments), Form(arguments), cancellation);

    private static DisputedForm Form(ParseResult arguments) =>
        new([.. arguments.GetValue(Stop)!], arguments.GetValue(Grammar) is { } grammar ? AnswerGrammar.Of(grammar) : null);

    private static SamplingParameters Sampling(ParseResult arguments) => SamplingParameters.Greedy(arguments.GetValue(MaxTokens)) with
    {
        Temperature = arguments.GetValue(Temperature)!,
        Seed = arguments.GetValue(Seed)!,
        TopP = arguments.GetValue(TopP)!,
        TopK = arguments.GetValue(TopK)!,
        MinP = arguments.GetValue(MinP)!,
        FrequencyPenalty = arguments.GetValue(FrequencyPenalty)!,
        PresencePenalty = arguments.GetValue(PresencePenalty)!,
        RepetitionPenalty = arguments.GetValue(RepetitionPenalty)!,
        LogitBias = arguments.GetValue(LogitBias)!,
    };

    private static Option<string> Setting(string name, string usual, string what, string form = "X") =>
        new(name) { Description = $"For a language model: {what}", DefaultValueFactory = _ => usual, HelpName = form };

    private static CheatKind ReadKind(string text) => CheatNames.TryFind(text, out CheatKind kind)
        ? kind
        : throw new InvalidInputException(InvalidInputKind.Invalid, "--cheat", $"'{text}' is none of {string.Join(", ", CheatNames.All)}.");
}
