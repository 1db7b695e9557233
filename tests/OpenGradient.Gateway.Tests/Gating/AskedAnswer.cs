using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Gating;

/// <summary>An answer of a node without a policy: what others rest on.</summary>
/// <param name="Message">The message, as the node sent it.</param>
/// <param name="Bundle">Its bundle, with everything disclosed.</param>
internal sealed record AskedAnswer(JsonElement Message, Bundle Bundle)
{
    private const string Tools =
        """
        "tools":[{"type":"function","function":{"name":"pay","description":"Pay an amount to a payee.","parameters":{"type":"object","properties":{"to":{"type":"string"},"amount":{"type":"number"}}}}}]
        """;

    public string Text => Message.GetProperty("content").GetString()!;

    public string CallId => Message.GetProperty("tool_calls")[0].GetProperty("id").GetString()!;

    /// <summary>Asks a chat model.</summary>
    /// <param name="node">The node.</param>
    /// <param name="messages">The messages, in JSON, without brackets.</param>
    /// <param name="receipt">More members of <c>receipt</c>, in JSON with a comma in front.</param>
    /// <param name="hasTools">Whether the model may call <c>pay</c>.</param>
    public static async Task<AskedAnswer> AskAsync(TestNode node, string messages, string receipt = "", bool hasTools = false)
    {
        string tools = hasTools ? $",{Tools}" : "";
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", $$"""{"model":"tinychat","messages":[{{messages}}],"receipt":{"include":true{{receipt}}}{{tools}}}""");
        JsonElement answer = await TestNode.ReadJsonAsync(response);
        string id = answer.GetProperty("receipt").GetProperty("id").GetString()!;
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync(new Uri($"/v1/receipts/{id}", UriKind.Relative)), out Bundle? bundle, out _));
        return new(answer.GetProperty("choices")[0].GetProperty("message"), bundle);
    }

    /// <summary>The body of a request that rests on bundles.</summary>
    public static string Request(string messages, params IEnumerable<Bundle> bundles) => Request(messages, bundles.Select(static bundle => Convert.ToBase64String(bundle.ToBytes())), "");

    /// <summary>The body of a request with evidence, and more members of <c>receipt</c>.</summary>
    public static string Request(string messages, IEnumerable<string> evidence, string receipt) =>
        $$"""{"model":"tinychat","max_tokens":4,"messages":[{{messages}}],"receipt":{"evidence":[{{string.Join(',', evidence.Select(static one => $"\"{one}\""))}}]{{receipt}} } }""";
}
