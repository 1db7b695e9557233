using System.Text.Json;
using OpenGradient.Cli.Output;

namespace OpenGradient.Cli.Nodes;

/// <summary>Says in terms of the command line why a node refused to run a model: its own words are for programs that speak HTTP.</summary>
internal static class RefusedRun
{
    /// <summary>The kind of a language model without a chat template, which continues text.</summary>
    public const string Completion = "completion";

    /// <summary>The refusal as a person can act on it; the node's own where nothing better is known.</summary>
    public static NodeException Explain(string? kind, string model, bool isTensors, NodeException refused) => (kind, isTensors) switch
    {
        (null, _) => new($"there is no model '{model}' on this node: `{OgCommand.Name} model list` names those that are.", isRefusal: true),
        ("tensor", false) => new($"'{model}' takes tensors, not a prompt: `{OgCommand.Name} run {model} --input FILE`, with \"inputs\" in FILE.", isRefusal: true),
        ("chat" or Completion, true) => new($"'{model}' is a language model: `{OgCommand.Name} run {model} \"…\"`, or --input FILE with \"messages\" or a \"prompt\".", isRefusal: true),
        _ => refused,
    };

    /// <summary>What the model takes; empty where the node has not loaded it, null where there is no such model.</summary>
    public static async Task<string?> FindKindAsync(NodeClient node, string model, CancellationToken cancellation)
    {
        try
        {
            return await node.GetJsonAsync(
                $"hub/models/{Uri.EscapeDataString(model)}",
                static found => found.ValueKind == JsonValueKind.Object && found.TryGetProperty("program", out JsonElement program)
                    ? program.GetProperty("kind").GetString() ?? ""
                    : "",
                cancellation).ConfigureAwait(false);
        }
        catch (NodeException unknown) when (unknown.IsRefusal)
        {
            // At a wrong path there are no models at all, and the list is refused likewise: that is then what to say.
            await node.GetJsonAsync("hub/models", static models => models.GetArrayLength(), cancellation).ConfigureAwait(false);
            return null;
        }
    }
}
