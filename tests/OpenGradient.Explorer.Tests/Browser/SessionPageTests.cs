using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace OpenGradient.Explorer.Tests;

/// <summary>The page of a session: the chain of its receipts, and what they bind (receipt-1 §9).</summary>
[Trait("Category", "Browser")]
public sealed class SessionPageTests(Chromium chromium, RunningNode node) : IClassFixture<Chromium>, IClassFixture<RunningNode>
{
    private const string User = """{"role":"user","content":"Pay 20 to alice"}""";

    private const string Tools =
        """
        "tools":[{"type":"function","function":{"name":"pay","description":"Pay an amount to a payee.","parameters":{"type":"object","properties":{"to":{"type":"string"},"amount":{"type":"number"}}}}}]
        """;

    private readonly string _key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    private string? _previous;

    [Fact]
    public async Task Session_CallAndResult_IsOneChainThatBindsThem()
    {
        string[] receipts = await ConverseAsync();
        await using Tab tab = await chromium.OpenTabAsync();

        await tab.Page.GotoAsync($"{node.Address}/receipts/{receipts[1]}");
        await tab.Page.Locator("a[href^='/sessions/']").ClickAsync();

        await tab.Page.Locator(".outcome.valid").WaitForAsync();
        Assert.Equal([("order", "valid", "ok"), ("calls", "valid", "ok")], await tab.RowsAsync());
        ILocator rows = tab.Page.Locator("table.chain tbody tr");
        Assert.Equal(2, await rows.CountAsync());
        Assert.Contains("pay(", await rows.Nth(0).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("\"status\":\"ok\"", await rows.Nth(1).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Session_NodeKeepsAStepBack_IsNotAccepted()
    {
        string[] receipts = [.. await ConverseAsync(), .. await ConverseAsync()];
        await using Tab tab = await chromium.OpenTabAsync();
        await tab.Page.RouteAsync("**/v1/sessions/*", route => route.FulfillAsync(new() { Json = new { receipts = new[] { receipts[0], receipts[3] } } }));

        await tab.Page.GotoAsync($"{node.Address}/sessions/{new string('a', 64)}");

        await tab.Page.Locator(".outcome.invalid").WaitForAsync();
        Assert.Contains(await tab.RowsAsync(), static row => row == ("order", "invalid", "step-missing"));
        await Assertions.Expect(tab.Page.Locator(".notice")).ToContainTextAsync("another session");
    }

    [Fact]
    public async Task Session_Unknown_SaysSo()
    {
        await using Tab tab = await chromium.OpenTabAsync();

        await tab.Page.GotoAsync($"{node.Address}/sessions/{new string('0', 64)}");

        await Assertions.Expect(tab.Page.Locator("h1")).ToHaveTextAsync("No such session here");
    }

    /// <summary>Two steps more of the session: a call, and its result.</summary>
    private async Task<string[]> ConverseAsync()
    {
        JsonNode first = await AskAsync(User);
        JsonNode call = first["choices"]![0]!["message"]!;
        string result = $$$"""{"role":"tool","tool_call_id":"{{{(string)call["tool_calls"]![0]!["id"]!}}}","content":"{\"status\":\"ok\"}"}""";
        JsonNode second = await AskAsync($"{User},{call.ToJsonString()},{result}");
        return [IdOf(first), IdOf(second)];
    }

    private async Task<JsonNode> AskAsync(string messages)
    {
        string prev = _previous is null ? "" : $",\"prev\":\"{_previous}\"";
        string body = $$"""{"model":"tinychat","messages":[{{messages}}],{{Tools}},"receipt":{"include":true,"session":{"key":"{{_key}}"{{prev}} } } }""";
        using StringContent request = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await node.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), request);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        JsonNode json = JsonNode.Parse(answer)!;
        _previous = IdOf(json);
        return json;
    }

    private static string IdOf(JsonNode answer) => (string)answer["receipt"]!["id"]!;
}
