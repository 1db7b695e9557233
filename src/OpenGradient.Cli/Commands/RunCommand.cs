using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Policies;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og run</c>: one inference on a node, with its receipt.</summary>
internal static class RunCommand
{
    private const int ContinuedTokens = 128; // a base model does not know when it has said enough

    private static readonly Argument<string> Model = new("model") { Description = "The model's name" };
    private static readonly Argument<string?> Prompt = new("prompt") { Description = "What to ask a language model; a base model, which has no chat template, continues it", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Input = new("--input", "-i")
    {
        Description = "A file (- for standard input) with an Open Inference Protocol request {\"inputs\":[…]}, a chat {\"messages\":[…]} or a text to continue {\"prompt\":…}",
        HelpName = "FILE",
    };

    private static readonly Option<string?> For = new("--for") { Description = "What you are about to do, for a node with a policy: it runs what rests on answers that are enough for that", HelpName = "PURPOSE" };
    private static readonly Option<string?> Amount = PolicyOptions.CreateAmount();
    private static readonly Option<bool> Json = new("--json") { Description = "Print the node's whole answer" };
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command Create()
    {
        DocumentedCommand command = new(
            "run",
            "Run a model on a node; prints the output and the id of its receipt.",
            "Examples:\n"
            + "  og run price-risk --input models/price-risk/sample-input.json\n"
            + "  og run tinychat \"What is 12 + 30?\"\n"
            + "  og run some-base-model \"Once upon a time\"\n"
            + "  cat request.json | og run digits --input - --json\n"
            + "  og run tinychat \"What is 12 + 30?\" --for chat")
        { Model, Prompt, Input, For, Amount, Json, Node };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string model = arguments.GetValue(Model)!;
        JsonObject request = await ReadRequestAsync(arguments, cancellation).ConfigureAwait(false);
        using NodeClient node = new(arguments.GetValue(Node)!);
        string[] lines;
        try
        {
            lines = await AskAsync(node, model, request, arguments, cancellation).ConfigureAwait(false);
        }
        catch (NodeException refused) when (refused.IsRefusal)
        {
            string? kind = await RefusedRun.FindKindAsync(node, model, cancellation).ConfigureAwait(false);
            if (kind != RefusedRun.Completion || arguments.GetValue(Prompt) is not { } prompt)
                throw RefusedRun.Explain(kind, model, IsTensors(request), refused);
            lines = await AskAsync(node, model, CompletionRequest(prompt), arguments, cancellation).ConfigureAwait(false);
        }

        Console.WriteLine(string.Join('\n', lines));
        return ExitCode.Done;
    }

    private static Task<string[]> AskAsync(NodeClient node, string model, JsonObject request, ParseResult arguments, CancellationToken cancellation)
    {
        string path = IsTensors(request) ? $"v2/models/{Uri.EscapeDataString(model)}/infer"
            : request.ContainsKey("messages") ? "v1/chat/completions"
            : "v1/completions";
        if (!IsTensors(request))
            request["model"] = model;
        return node.PostForReceiptAsync<string[]>(
            path,
            Encoding.UTF8.GetBytes(request.ToJsonString()),
            PolicyOptions.ReadPurpose(arguments.GetValue(For), arguments.GetValue(Amount)),
            answer => arguments.GetValue(Json) ? [answer.GetRawText()] : [.. AnswerText.Lines(answer)],
            cancellation);
    }

    private static bool IsTensors(JsonObject request) => request.ContainsKey("inputs") && !request.ContainsKey("messages");

    private static async Task<JsonObject> ReadRequestAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string? prompt = arguments.GetValue(Prompt);
        string? input = arguments.GetValue(Input);
        if ((prompt is null) == (input is null))
            throw new InvalidInputException(InvalidInputKind.Invalid, "run", "give either a prompt or --input FILE.");
        if (prompt is not null)
            return ChatRequest(prompt);
        return ParseRequest(UserFile.NameOf(input!), await UserFile.ReadTextAsync(input!, cancellation).ConfigureAwait(false));
    }

    private static JsonObject ParseRequest(string file, string text)
    {
        try
        {
            // Members that come twice are found out when they are first looked for.
            if (JsonNode.Parse(text) is JsonObject request && (IsTensors(request) || request.ContainsKey("messages") || request.ContainsKey("prompt")))
                return request;
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(
                InvalidInputKind.Malformed, file, $"this is not JSON: it stops making sense in line {error.LineNumber + 1}, at byte {error.BytePositionInLine + 1}.", error);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, file, "a member of this JSON object comes twice.", error);
        }

        throw new InvalidInputException(InvalidInputKind.Invalid, file, "this is no request: it has neither \"inputs\" nor \"messages\" nor a \"prompt\".");
    }

    private static JsonObject ChatRequest(string prompt) => new()
    {
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
        ["temperature"] = 0,
    };

    private static JsonObject CompletionRequest(string prompt) => new()
    {
        ["prompt"] = prompt,
        ["temperature"] = 0,
        ["max_tokens"] = ContinuedTokens,
    };
}
