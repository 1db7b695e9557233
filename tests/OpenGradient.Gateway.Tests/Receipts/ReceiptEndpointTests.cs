using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Transparency;

namespace OpenGradient.Gateway.Tests.Receipts;

public sealed partial class ReceiptEndpointTests(TestNode node)
{
    [Fact]
    public async Task Get_FromThisMachine_DisclosesEverything()
    {
        string id = await node.InferAsync();

        JsonElement bundle = JsonDocument.Parse(await node.Http.GetByteArrayAsync($"/v1/receipts/{id}")).RootElement;

        Assert.Equal(["issuer-key", "tlog-proof/v1"], bundle.GetProperty("evidence").EnumerateArray().Select(static evidence => evidence.GetProperty("type").GetString()));
        Assert.Equal(["input", "output"], bundle.GetProperty("disclosures").EnumerateArray().Select(static disclosure => disclosure.GetProperty("tree").GetString()));
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    [InlineData("Via")]
    [InlineData("x-forwarded-server")]
    [InlineData("CF-Connecting-IP")]
    public async Task Get_ThroughAProxy_DisclosesNothing(string header)
    {
        string id = await node.InferAsync();

        JsonElement bundle = await GetAsync(id, (header, "for=192.0.2.1"));

        Assert.Empty(bundle.GetProperty("disclosures").EnumerateArray());
    }

    /// <summary>What nginx sends if it is told nothing but where the node is.</summary>
    [Fact]
    public async Task Get_ThroughAProxyThatAddsNoHeader_DisclosesNothing()
    {
        string id = await node.InferAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, $"/v1/receipts/{id}") { Version = HttpVersion.Version10 };
        request.Headers.ConnectionClose = true;

        using HttpResponseMessage response = await node.Http.SendAsync(request);

        Assert.Empty((await TestNode.ReadJsonAsync(response)).GetProperty("disclosures").EnumerateArray());
    }

    [Fact]
    public async Task Get_ThroughAProxyWithToken_DisclosesEverything()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v2/models/price-risk/infer", SampleModels.SampleInput("price-risk"), ("Inference-Receipt", "?1"));
        string header = response.Headers.GetValues("Inference-Receipt").Single();
        string id = HeaderId().Match(header).Groups[1].Value;
        string token = HeaderToken().Match(header).Groups[1].Value;

        JsonElement withToken = await GetAsync(id, ("Via", "proxy"), ("Disclosure-Token", token));
        JsonElement withOther = await GetAsync(id, ("Via", "proxy"), ("Disclosure-Token", token.Replace(token[0], token[0] == '0' ? '1' : '0')));

        Assert.Equal(2, withToken.GetProperty("disclosures").GetArrayLength());
        Assert.Equal(0, withOther.GetProperty("disclosures").GetArrayLength());
    }

    [Fact]
    public async Task Get_FromANodeBehindAProxy_TakesATokenFromThisMachineToo()
    {
        using TemporaryDirectory data = new();
        await using Node hidden = await Node.StartAsync(
            new NodeOptions { DataDirectory = data.Path, ModelsDirectory = SampleModels.Directory, IsBehindProxy = true }, progress: null, CancellationToken.None);
        using HttpClient http = new() { BaseAddress = hidden.Address };
        using HttpRequestMessage request = new(HttpMethod.Post, "/v2/models/price-risk/infer")
        {
            Content = new StringContent(SampleModels.SampleInput("price-risk"), System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "Inference-Receipt", "?1" } },
        };
        using HttpResponseMessage response = await http.SendAsync(request);
        string header = response.Headers.GetValues("Inference-Receipt").Single();
        string path = $"/v1/receipts/{HeaderId().Match(header).Groups[1].Value}";

        JsonElement without = JsonDocument.Parse(await http.GetByteArrayAsync(path)).RootElement;
        http.DefaultRequestHeaders.Add("Disclosure-Token", HeaderToken().Match(header).Groups[1].Value);
        JsonElement with = JsonDocument.Parse(await http.GetByteArrayAsync(path)).RootElement;

        Assert.Equal(0, without.GetProperty("disclosures").GetArrayLength());
        Assert.Equal(2, with.GetProperty("disclosures").GetArrayLength());
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 404)]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000AA", 400)]
    [InlineData("latest", 400)]
    public async Task Get_BadId_IsRefused(string id, int status)
    {
        using HttpResponseMessage response = await node.Http.GetAsync($"/v1/receipts/{id}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("id", (await TestNode.ReadJsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task List_Before_ContinuesWhereThePageEnded()
    {
        await node.InferAsync();
        await node.InferAsync();

        JsonElement first = JsonDocument.Parse(await node.Http.GetStringAsync("/v1/receipts?limit=1")).RootElement;
        JsonElement second = JsonDocument.Parse(await node.Http.GetStringAsync($"/v1/receipts?limit=1&before={first[0].GetProperty("id").GetString()}")).RootElement;

        Assert.NotEqual(first[0].GetProperty("id").GetString(), second[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Number, second[0].GetProperty("index").ValueKind);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("before=x")]
    public async Task List_BadQuery_IsRefused(string query)
    {
        using HttpResponseMessage response = await node.Http.GetAsync($"/v1/receipts?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Keys_WellKnown_ListsTheKeyThatSigned()
    {
        JsonElement keys = JsonDocument.Parse(await node.Http.GetStringAsync("/.well-known/inference-receipt-keys")).RootElement;

        Assert.Equal(node.Node.Keys.Node.PublicKey.KeyId.ToString(), keys.GetProperty("keys")[0].GetProperty("id").GetString());
        Assert.Equal(node.Node.Keys.Log.VerifierKey.ToString(), keys.GetProperty("log").GetProperty("vkey").GetString());
    }

    [Fact]
    public async Task Keys_WellKnown_HasTheKeyThatSignsTheLogASecondTime()
    {
        JsonElement keys = JsonDocument.Parse(await node.Http.GetStringAsync("/.well-known/inference-receipt-keys")).RootElement;
        byte[] note = await node.Http.GetByteArrayAsync("/log/checkpoint");

        Assert.True(CosignerKey.TryParse(keys.GetProperty("log").GetProperty("secondVkey").GetString(), out CosignerKey? second));
        Assert.True(SignedNote.TryParse(note, out SignedNote? signed));
        Assert.True(Checkpoint.TryParseBodyUnverified(signed.Text, out Checkpoint? checkpoint));
        Assert.Equal(CosignatureAlgorithm.MlDsa44, second.Algorithm);
        Assert.Equal(NoteVerdict.Valid, second.Check(signed, checkpoint, out _));
    }

    private async Task<JsonElement> GetAsync(string id, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Get, $"/v1/receipts/{id}");
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await node.Http.SendAsync(request);
        return await TestNode.ReadJsonAsync(response);
    }

    [GeneratedRegex("(?<![a-z-])id=\"([0-9a-f]{64})\"")]
    private static partial Regex HeaderId();

    [GeneratedRegex("disclosure-token=\"([0-9a-f]{64})\"")]
    private static partial Regex HeaderToken();
}
