using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenGradient.Tests;
using OpenGradient.Verification;

namespace OpenGradient.Proxy.Tests;

/// <summary>Embeddings and tensors through the proxy are those of the receipts, whatever the node's answer shows.</summary>
public sealed class OutputTests(NodeFixture fixture) : IClassFixture<NodeFixture>, IAsyncLifetime
{
    private const string Embeddings = "/v1/embeddings";
    private const string Tensors = "/v2/models/price-risk/infer";
    private const string Texts = """{"model":"small-bert","input":["a","ab"]}""";

    private static readonly string Candles = File.ReadAllText(Repository.PathOf("models/price-risk/sample-input.json"));

    public static TheoryData<string, string> Honest => new()
    {
        { Embeddings, Texts },
        { Embeddings, """{"model":"small-bert","input":"a","encoding_format":"base64"}""" },
        { Embeddings, """{"model":"small-bert","input":[[1,2,3],[2,3]]}""" },
        { Tensors, Candles },
    };

    public async ValueTask InitializeAsync() => await fixture.PublishEncoderAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Honest))]
    public async Task Post_HonestNode_IsWhatTheNodeAnswersAndItsBundlesAreKept(string path, string body)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        using HttpClient direct = new() { BaseAddress = fixture.Node.Address };
        using HttpResponseMessage expected = await direct.PostAsync(path, NodeFixture.Json(body));

        (int status, string answer) = await proxy.PostAsync(path, body);

        Assert.True(status == 200, $"{status} {answer}");
        Assert.Equal(Outputs(await expected.Content.ReadAsStringAsync()), Outputs(answer));
        string[] kept = Directory.GetFiles(proxy.Store);
        Assert.Equal(answer.Split("\"dsse\"").Length - 1, kept.Length);
        foreach (string file in kept)
            Assert.True(BundleVerifier.Verify(await File.ReadAllBytesAsync(file), Policy.Default, DateTimeOffset.UtcNow.ToUnixTimeSeconds()).Accepted);
    }

    /// <summary>The proxy reads no number of the node's answer: there is nothing to change on the way.</summary>
    [Theory]
    [MemberData(nameof(Honest))]
    public async Task Post_NumbersChangedOnTheWay_AreThoseOfTheReceipt(string path, string body)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        (_, string honest) = await proxy.PostAsync(path, body);
        proxy.Liar.ChangeAnswer = static (path, answer) => path.Contains("receipts", StringComparison.Ordinal) ? answer : """{"data":[{"embedding":[1]}],"outputs":[]}""";

        (int status, string answer) = await proxy.PostAsync(path, body);

        Assert.True(status == 200, $"{status} {answer}");
        Assert.Equal(Outputs(honest), Outputs(answer));
    }

    [Theory]
    [InlineData(Embeddings, Texts, "\"ab\"", "\"aa\"")]
    [InlineData(Embeddings, """{"model":"small-bert","input":[[1,2,3]]}""", "[1,2,3]", "[1,2,4]")]
    [InlineData(Embeddings, """{"model":"small-bert","input":[[1,2,3]]}""", "[1,2,3]", "[1,2]")]
    public async Task Post_AnotherInputThanSent_IsRefused(string path, string body, string sent, string changed)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.ChangeRequest = text => text.Replace(sent, changed, StringComparison.Ordinal);

        (int status, string answer) = await proxy.PostAsync(path, body);

        Assert.Equal(502, status);
        Assert.Contains("not about the request", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_AnotherTensorThanSent_IsRefused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.ChangeRequest = static body =>
        {
            JsonNode request = JsonNode.Parse(body)!;
            request["inputs"]![0]!["data"]!.AsArray()[0] = 1.5;
            return request.ToJsonString();
        };

        (int status, string answer) = await proxy.PostAsync(Tensors, Candles);

        Assert.Equal(502, status);
        Assert.Contains("tensor candles", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ReceiptsOfAnEarlierAnswer_AreRefused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.ReplaysReceipts = true;
        Assert.Equal(200, (await proxy.PostAsync(Tensors, Candles)).Status);

        (int status, string answer) = await proxy.PostAsync(Tensors, Candles);

        Assert.Equal(502, status);
        Assert.Contains("nonce", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_PurposeWithoutARule_AsksNothing()
    {
        Assert.True(Policy.TryParse("""{"rules":[{"for":"chat"}]}"""u8, out Policy? policy, out _));
        await using TestProxy proxy = await TestProxy.StartAsync(fixture, policy, new Purpose("transfer"));

        (int status, string answer) = await proxy.PostAsync(Embeddings, Texts);

        Assert.Equal(502, status);
        Assert.Contains("nothing was asked", answer, StringComparison.Ordinal);
        Assert.Empty(proxy.Liar.Authorizations);
    }

    [Fact]
    public async Task Post_RefusalOfTheNode_IsPassedOn()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);

        Assert.Equal(404, (await proxy.PostAsync(Embeddings, """{"model":"nobody","input":"a"}""")).Status);
        Assert.Equal(400, (await proxy.PostAsync(Tensors, """{"inputs":[]}""")).Status);
        Assert.Equal(400, (await proxy.PostAsync(Embeddings, """{"model":"small-bert"}""")).Status);
    }

    /// <summary>Bytes behind the JSON, both ways, are the client's and the receipt's.</summary>
    [Fact]
    public async Task Post_BinaryTensors_ComeBackAsBytes()
    {
        await using VerifyingProxy proxy = await VerifyingProxy.StartAsync(new ProxyOptions { Node = fixture.Node.Address, StoreDirectory = fixture.NewFolder() }, CancellationToken.None);
        using HttpClient http = new();

        (string? jsonLength, byte[] answer) = await PostBinaryAsync(http, new Uri(proxy.Address, Tensors));
        (string? _, byte[] expected) = await PostBinaryAsync(http, new Uri(fixture.Node.Address, Tensors));

        int json = int.Parse(jsonLength!, CultureInfo.InvariantCulture);
        long binary = JsonNode.Parse(answer.AsSpan(0, json))!["outputs"]!.AsArray().Sum(static output => (long)output!["parameters"]!["binary_data_size"]!);
        Assert.Equal(binary, answer.Length - json);
        Assert.Equal(expected[^(int)binary..], answer[json..]);
    }

    private static async Task<(string? JsonLength, byte[] Body)> PostBinaryAsync(HttpClient http, Uri address)
    {
        float[] elements = [.. JsonNode.Parse(Candles)!["inputs"]![0]!["data"]!.AsArray().Select(static element => (float)element!)];
        byte[] bytes = [.. elements.SelectMany(BitConverter.GetBytes)];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            inputs = new[] { new { name = "candles", shape = new[] { 1, 60, 5 }, datatype = "FP32", parameters = new { binary_data_size = bytes.Length } } },
            parameters = new { binary_data_output = true },
        });
        using ByteArrayContent content = new([.. json, .. bytes]);
        content.Headers.ContentType = new("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", json.Length.ToString(CultureInfo.InvariantCulture));
        using HttpResponseMessage response = await http.PostAsync(address, content);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(body));
        return (response.Headers.TryGetValues("Inference-Header-Content-Length", out IEnumerable<string>? values) ? values.Single() : null, body);
    }

    /// <summary>What an answer says of the computation: all but receipts, and the version, which is the node's word.</summary>
    private static string Outputs(string answer)
    {
        JsonObject json = JsonNode.Parse(answer)!.AsObject();
        foreach (string name in (string[])["receipt", "receipts", "model_version"])
            json.Remove(name);
        return json.ToJsonString();
    }
}
