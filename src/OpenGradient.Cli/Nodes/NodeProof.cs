using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Nodes;

/// <summary>The proof of a receipt that a node makes in the background: asked for, waited for, shown.</summary>
internal sealed class NodeProof(NodeClient node, ReceiptId id, string? token, ProofVisibility visibility, string? profile)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly bool _isTerminal = !Console.IsErrorRedirected;

    /// <summary>Asks for the proof and waits for it; a sentence that says what came of it. Who stops waiting does not stop the node.</summary>
    /// <exception cref="NodeException">The node refused or failed to prove it.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        ProofState state = await AskAsync(HttpMethod.Post, cancellation).ConfigureAwait(false);
        while (state.State is "queued" or "running")
        {
            Show(state.Detail);
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            state = await AskAsync(HttpMethod.Get, cancellation).ConfigureAwait(false);
        }

        Show("");
        return state.State == "done" ? $"proved: {id}, {state.Detail}" : throw new NodeException($"the node did not prove it ({state.State}): {state.Detail}", isRefusal: true);
    }

    private string Body => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
    [
        .. visibility == ProofVisibility.Public ? [] : new[] { ("private", JsonValue.String(VisibilityNames.NameOf(visibility))) },
        .. profile is null ? [] : new[] { ("profile", JsonValue.String(profile)) },
    ])));

    private Task<ProofState> AskAsync(HttpMethod method, CancellationToken cancellation) => node.SendJsonAsync(method, $"v1/receipts/{id}/prove", token, Read, cancellation, Body);

    private static ProofState Read(JsonElement job)
    {
        string state = job.Text("state");
        string detail = state switch
        {
            "queued" => string.Create(CultureInfo.InvariantCulture, $"waiting, {job.GetProperty("before").GetInt32()} before it"),
            "running" => string.Create(CultureInfo.InvariantCulture, $"{job.Text("phase")} {job.GetProperty("done").GetInt32()} of {job.GetProperty("total").GetInt32()}"),
            "done" => string.Create(CultureInfo.InvariantCulture, $"{job.GetProperty("bytes").GetInt64():N0} bytes of evidence in its bundle"),
            _ => job.Text("reason"),
        };
        return new(state, detail);
    }

    private void Show(string text)
    {
        if (_isTerminal)
            Console.Error.Write($"\r\e[K{text}");
    }

    private readonly record struct ProofState(string State, string Detail);
}
