using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenGradient.Proxy.Tests;
using OpenGradient.Tests;

namespace OpenGradient.Client.Tests;

/// <summary>Tensors and embeddings have the bits that their receipts commit to, whatever the node's answer shows.</summary>
public sealed class CommittedOutputTests(NodeFixture fixture)
{
    [Fact]
    public async Task RunTensors_HonestNode_GivesTheModelsOutputs()
    {
        using OpenGradientClient client = new(new OpenGradientOptions { Node = fixture.Node.Address });

        (var outputs, VerifiedAnswer answer) = await client.GetTensorClient("price-risk").RunAsync([Candles()]);

        Assert.True(answer.Report.Accepted);
        Assert.NotEmpty(outputs);
        Assert.All(outputs[0].ToArray<float>(), static element => Assert.True(float.IsFinite(element)));
        Assert.Throws<ArgumentException>(() => outputs[0].ToArray<int>());
    }

    /// <summary>Another input than was sent: the receipt is honest, and about something else.</summary>
    [Fact]
    public async Task RunTensors_AnotherInputThanSent_IsRefused()
    {
        using OpenGradientClient client = new(new OpenGradientOptions { Node = fixture.Node.Address }, new ByteChanger(new SocketsHttpHandler()));

        UnverifiedAnswerException refused = await Assert.ThrowsAsync<UnverifiedAnswerException>(() => client.GetTensorClient("price-risk").RunAsync([Candles()]));

        Assert.Contains("tensor candles", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunTensors_ModelThatIsNotThere_IsTheNodesRefusal()
    {
        using OpenGradientClient client = new(new OpenGradientOptions { Node = fixture.Node.Address });

        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetTensorClient("nobody").RunAsync([Candles()]));

        Assert.Contains("nobody", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateEmbeddings_ManyTexts_EachCarriesItsVerdict()
    {
        await PublishEncoderAsync();
        using OpenGradientClient client = new(new OpenGradientOptions { Node = fixture.Node.Address });
        string[] texts = [.. Enumerable.Range(0, 18).Select(static index => new string('a', 1 + (index % 3)))];

        GeneratedEmbeddings<Embedding<float>> embeddings = await client.GetEmbeddingGenerator("small-bert").GenerateAsync(texts);

        Assert.Equal(texts.Length, embeddings.Count);
        Assert.All(embeddings, static embedding => Assert.True(embedding.GetVerdict()!.Accepted));
        Assert.Equal(embeddings[0].Vector.ToArray(), embeddings[3].Vector.ToArray());
        Assert.NotEqual(embeddings[0].Vector.ToArray(), embeddings[1].Vector.ToArray());
    }

    [Fact]
    public async Task GenerateEmbeddings_AnotherTextThanSent_IsRefused()
    {
        await PublishEncoderAsync();
        await using LyingNode liar = await LyingNode.StartAsync(fixture.Node.Address);
        liar.ChangeRequest = static body => body.Replace("\"aa\"", "\"ab\"", StringComparison.Ordinal);
        using OpenGradientClient client = new(new OpenGradientOptions { Node = liar.Address });

        await Assert.ThrowsAsync<UnverifiedAnswerException>(() => client.GetEmbeddingGenerator("small-bert").GenerateAsync(["a", "aa"]));
    }

    private static NamedTensor Candles()
    {
        using JsonDocument sample = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("models/price-risk/sample-input.json")));
        float[] elements = [.. sample.RootElement.GetProperty("inputs")[0].GetProperty("data").EnumerateArray().Select(static element => element.GetSingle())];
        return NamedTensor.Create<float>("candles", [1, 60, 5], elements);
    }

    private async Task PublishEncoderAsync()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("og-encoder-").FullName, "small-bert.gguf");
        SmallEncoder.WriteGguf(file);
        using HttpClient http = new() { BaseAddress = fixture.Node.Address };
        using ByteArrayContent content = new(await File.ReadAllBytesAsync(file));
        content.Headers.ContentType = new("application/octet-stream");
        using HttpRequestMessage request = new(HttpMethod.Post, "hub/models") { Content = content, Headers = { { "X-Model-Name", "small-bert" } } };
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    /// <summary>Somebody on the way who changes the last byte of what is sent: a part of the last element's exponent.</summary>
    private sealed class ByteChanger(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
            {
                byte[] bytes = await content.ReadAsByteArrayAsync(cancellationToken);
                bytes[^1] ^= 1;
                ByteArrayContent changed = new(bytes);
                foreach ((string name, IEnumerable<string> values) in content.Headers)
                    changed.Headers.TryAddWithoutValidation(name, values);
                request.Content = changed;
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
