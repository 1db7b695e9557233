using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.Receipts;

/// <summary>Conversations whose receipts form a chain (receipt-1 §9).</summary>
public sealed class SessionTests(TestNode node)
{
    private const string Tools =
        """
        "tools":[{"type":"function","function":{"name":"pay","description":"Pay an amount to a payee.","parameters":{"type":"object","properties":{"to":{"type":"string"},"amount":{"type":"number"}}}}}]
        """;

    private readonly string _key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SessionStatement.KeyBytes));

    [Fact]
    public async Task Session_CallResultAndTensorModel_IsOneChainWhoseCallsAreBound()
    {
        const string user = """{"role":"user","content":"Pay 20 to alice"}""";
        JsonElement first = await AskAsync($"\"messages\":[{user}],{Tools}", previous: null);
        JsonElement call = first.GetProperty("choices")[0].GetProperty("message");
        string result = $$"""{"role":"tool","tool_call_id":"{{call.GetProperty("tool_calls")[0].GetProperty("id").GetString()}}","content":"{\"status\":\"ok\"}"}""";
        JsonElement second = await AskAsync($"\"messages\":[{user},{call.GetRawText()},{result}],{Tools}", IdOf(first));
        using HttpResponseMessage third = await node.PostJsonAsync("/v2/models/price-risk/infer", SampleModels.SampleInput("price-risk"), ("Inference-Receipt", "?1"), Header(IdOf(second)));

        SessionReport report = SessionVerifier.Verify(SessionFile.ToBytes(await ExportAsync()), Policy.Default, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal(["order:ok", "calls:ok"], report.Rows.Select(static row => $"{row.Kind}:{row.Code.WireName()}"));
        Assert.Equal(0, report.ExitCode);
        Assert.Equal(3, report.Steps.Length);
    }

    [Fact]
    public async Task Session_WrongReceiptBefore_IsRefusedAndLeavesNoReceipt()
    {
        const string messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        string first = IdOf(await AskAsync(messages, previous: null));
        string second = IdOf(await AskAsync(messages, first));

        using HttpResponseMessage forked = await PostAsync(messages, first);
        using HttpResponseMessage begunAgain = await PostAsync(messages, previous: null);
        using HttpResponseMessage unknown = await node.PostJsonAsync("/v1/chat/completions", $$"""{"model":"tinychat",{{messages}}}""", ("Inference-Session", $"key=\"{new string('0', 64)}\", prev=\"{first}\""));

        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], [forked.StatusCode, begunAgain.StatusCode, unknown.StatusCode]);
        Assert.Contains(second, await forked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await ExportAsync()).Count);
    }

    [Fact]
    public async Task Session_TwoRequestsAtOnce_GiveOneReceiptForEachPlace()
    {
        const string messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(messages, previous: null)));

        Assert.Single(responses, static response => response.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, responses.Count(static response => response.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(await ExportAsync());
    }

    [Theory]
    [InlineData("/v1/chat/completions", "\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]")]
    [InlineData("/v1/completions", "\"n\":2,\"prompt\":\"Hi\"")]
    public async Task Session_SeveralAnswers_IsRefused(string path, string members)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(path, $$"""{"model":"tinychat",{{members}}}""", Header(previous: null));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("key=\"00\"")]
    [InlineData("prev=\"0000000000000000000000000000000000000000000000000000000000000000\"")]
    [InlineData("key=\"0000000000000000000000000000000000000000000000000000000000000000\", prev=\"1\"")]
    public async Task Session_MalformedHeader_IsRefused(string header)
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"Hi"}]}""", ("Inference-Session", header));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<JsonElement> AskAsync(string members, string? previous)
    {
        using HttpResponseMessage response = await PostAsync(members, previous);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await TestNode.ReadJsonAsync(response);
    }

    private Task<HttpResponseMessage> PostAsync(string members, string? previous)
    {
        string prev = previous is null ? "" : $",\"prev\":\"{previous}\"";
        return node.PostJsonAsync("/v1/chat/completions", $$"""{"model":"tinychat","receipt":{"include":true,"session":{"key":"{{_key}}"{{prev}} } },{{members}}}""");
    }

    private (string Name, string Value) Header(string? previous) => ("Inference-Session", $"key=\"{_key}\"" + (previous is null ? "" : $", prev=\"{previous}\""));

    private async Task<List<Bundle>> ExportAsync()
    {
        using HttpResponseMessage response = await node.Http.GetAsync($"/v1/sessions/{SessionStatement.IdOf(Convert.FromHexString(_key))}");
        List<Bundle> bundles = [];
        foreach (JsonElement id in (await TestNode.ReadJsonAsync(response)).GetProperty("receipts").EnumerateArray())
        {
            Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{id.GetString()}"), out Bundle? bundle, out _));
            bundles.Add(bundle);
        }

        return bundles;
    }

    private static string IdOf(JsonElement answer) => answer.GetProperty("receipt").GetProperty("id").GetString()!;
}
