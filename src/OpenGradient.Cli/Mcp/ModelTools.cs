using System.ClientModel;
using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Client;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Mcp;

/// <summary>The tools of <c>og mcp</c>. An answer of a model is given out only if it is verified; what is refused is the error of the call, with the reason.</summary>
internal sealed class ModelTools(OpenGradientClient client, NodeClient node, OpenGradientOptions options)
{
    /// <summary>The tools, as a server offers them.</summary>
    public McpServerPrimitiveCollection<McpServerTool> Create() =>
    [
        McpServerTool.Create(RunModelAsync, new() { Name = "run_model", ReadOnly = false, OpenWorld = true }),
        McpServerTool.Create(VerifyBundle, new() { Name = "verify_bundle", ReadOnly = true, OpenWorld = false }),
        McpServerTool.Create(ExplainReceiptAsync, new() { Name = "explain_receipt", ReadOnly = true, OpenWorld = false }),
        McpServerTool.Create(SearchModelsAsync, new() { Name = "search_models", ReadOnly = true, OpenWorld = false }),
    ];

    [Description("Asks a language model, and gives its answer only if the evidence for it meets the policy; with the receipt's id, and what the evidence establishes and what not.")]
    private Task<CallToolResult> RunModelAsync(
        [Description("The model's name, as search_models tells it.")] string model,
        [Description("What to ask.")] string prompt,
        [Description("The most tokens to answer with; the model's own limit where it is absent.")] int? maxTokens = null,
        CancellationToken cancellation = default) => ExplainedAsync(async () =>
    {
        using IChatClient chat = client.GetChatClient(model);
        ChatResponse response = await chat.GetResponseAsync(prompt, new ChatOptions { MaxOutputTokens = maxTokens }, cancellation).ConfigureAwait(false);
        return Serialize(("answer", JsonValue.String(response.Text)), ("verdict", ToJson(response.GetVerdict()!)));
    });

    [Description("Checks a bundle, which is a receipt with its evidence, without any node: what is valid, what it establishes, and what not.")]
    private string VerifyBundle([Description("The bundle's JSON text.")] string bundle) => Serialize(("verdict", ToJson(Verify(Encoding.UTF8.GetBytes(bundle)))));

    [Description("Fetches a receipt of the node with its evidence, and says what the policy asks for, what was found and what would help.")]
    private Task<CallToolResult> ExplainReceiptAsync(
        [Description("The receipt's id: 64 hexadecimal digits.")] string receiptId,
        CancellationToken cancellation = default) => ExplainedAsync(async () =>
    {
        if (!ReceiptId.TryParse(receiptId, out ReceiptId id))
            throw new InvalidInputException(InvalidInputKind.Invalid, "receiptId", "a receipt's id is 64 lower-case hexadecimal digits.");
        byte[] bundle = await node.GetAsync($"v1/receipts/{id}", static bytes => Bundle.TryParse(bytes, out _, out _), cancellation).ConfigureAwait(false);
        VerificationReport report = Verify(bundle);
        return Serialize(("verdict", ToJson(report)), ("demands", JsonValue.Array([.. report.Demands.Select(static demand => demand.ToJson())])));
    });

    [Description("Lists the node's models whose name or description contains a text: name, ModelId, kind and description.")]
    private Task<CallToolResult> SearchModelsAsync(
        [Description("The text to look for; all models where it is empty.")] string query = "",
        CancellationToken cancellation = default) => ExplainedAsync(async () =>
    {
        JsonValue[] found = await node.GetJsonAsync("hub/models", models => Find(models, query), cancellation).ConfigureAwait(false);
        return Serialize(("models", JsonValue.Array([.. found])));
    });

    private static JsonValue[] Find(JsonElement models, string query) => [.. models.EnumerateArray()
        .Where(static model => model.GetProperty("isCurrent").GetBoolean())
        .Select(static model => (Name: model.Text("name"), Id: model.Text("id"), Kind: KindOf(model), Description: DescriptionOf(model)))
        .Where(model => model.Name.Contains(query, StringComparison.OrdinalIgnoreCase) || model.Description.Contains(query, StringComparison.OrdinalIgnoreCase))
        .Select(static model => JsonValue.Object(
            ("name", JsonValue.String(model.Name)),
            ("id", JsonValue.String(model.Id)),
            ("kind", JsonValue.String(model.Kind)),
            ("description", JsonValue.String(model.Description))))];

    /// <summary>What the model takes; a model that nobody has asked yet does not say.</summary>
    private static string KindOf(JsonElement model) => model.TryGetProperty("program", out JsonElement program) ? program.Text("kind") : "";

    private static string DescriptionOf(JsonElement model) => model.GetProperty("manifest").TryGetProperty("description", out JsonElement text) ? text.ToString() : "";

    private VerificationReport Verify(byte[] bundle) =>
        BundleVerifier.Verify(bundle, options.Policy, options.Time.GetUtcNow().ToUnixTimeSeconds(), purpose: options.Purpose);

    private static JsonValue ToJson(VerificationReport report) => JsonReader.TryRead(Encoding.UTF8.GetBytes(report.ToJson()), out JsonValue? json) ? json : JsonValue.Null;

    private static string Serialize(params ReadOnlySpan<(string Name, JsonValue Value)> members) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(members)));

    /// <summary>Tells whoever called why there is no result. That is an answer, too: what is thrown goes to the protocol's library, which logs it as a defect.</summary>
    private static async Task<CallToolResult> ExplainedAsync(Func<Task<string>> run)
    {
        try
        {
            return Result(await run().ConfigureAwait(false), isError: false);
        }
        catch (Exception error) when (error is UnverifiedAnswerException or NodeException or InvalidInputException or ClientResultException or HttpRequestException)
        {
            return Result(TerminalText.OneLine(Explain(error)), isError: true);
        }
    }

    private static string Explain(Exception error) => error switch
    {
        UnverifiedAnswerException => $"The answer is not given out: {error.Message}.",
        // The OpenAI library puts lines of its own before the node's sentence.
        ClientResultException refused => $"the node refused ({refused.Status}): {refused.Message.TrimEnd().Split('\n')[^1]}",
        _ => error.Message,
    };

    private static CallToolResult Result(string text, bool isError) => new() { Content = [new TextContentBlock { Text = text }], IsError = isError };
}
