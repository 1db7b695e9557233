using System.ClientModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using OpenAI;
using OpenAI.Embeddings;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests.OpenAi;

public sealed class EmbeddingTests(TestNode node) : IAsyncLifetime
{
    private const string Path = "/v1/embeddings";

    public async ValueTask InitializeAsync() => await EncoderOfNode.PublishAsync(node);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Embed_OfficialClient_ReadsVectorsOfLengthOne()
    {
        EmbeddingClient client = new(EncoderOfNode.Name, new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(node.Node.Address, "/v1") });

        OpenAIEmbeddingCollection embeddings = (await client.GenerateEmbeddingsAsync(["The cat sat.", "A red dog!"])).Value;

        Assert.Equal(2, embeddings.Count);
        Assert.All(embeddings, static embedding => Assert.Equal(1, embedding.ToFloats().ToArray().Sum(static v => v * v), 1e-5f));
        Assert.True(embeddings.Usage.InputTokenCount > 6);
        Assert.Equal(embeddings[1].ToFloats().ToArray(), (await client.GenerateEmbeddingAsync("A red dog!")).Value.ToFloats().ToArray());
    }

    [Fact]
    public async Task Embed_TextTokensAndBase64_AreTheSameBits()
    {
        JsonElement text = await EmbedAsync("""{"input":"the cats sat","dimensions":24,"encoding_format":"float","user":"u"}""");
        JsonElement tokens = await EmbedAsync("""{"input":[[4],[2,4,5,8,7,3]],"encoding_format":"base64"}""");

        float[] numbers = [.. text.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(static number => number.GetSingle())];
        byte[] bytes = tokens.GetProperty("data")[1].GetProperty("embedding").GetBytesFromBase64();
        Assert.Equal(numbers, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        Assert.Equal((6, 6), (text.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), text.GetProperty("usage").GetProperty("total_tokens").GetInt32()));
        Assert.Equal(7, tokens.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.False(text.TryGetProperty("receipt", out _));
    }

    [Fact]
    public async Task Embed_SeveralTexts_HaveAReceiptEachThatReplays()
    {
        JsonElement answer = await EmbedAsync("""{"input":["the cat","blue [SEP] mat"],"receipt":{"include":true,"nonce":"AQI"}}""");

        foreach ((int index, JsonElement receipt) in answer.GetProperty("receipts").EnumerateArray().Index())
        {
            string id = receipt.GetProperty("id").GetString()!;
            StoredReceipt stored = Find(id);
            Assert.True(Receipt.TryParse(stored.Envelope, out Receipt? signed, out _));
            EmbeddingReplay replay = Replay(stored);
            Assert.Equal(Describe(stored.InputLeaves), Describe(replay.Input));
            Assert.Equal(Describe(stored.OutputLeaves), Describe(replay.Output));
            Assert.Equal((signed.Content.Trace, signed.Content.Usage, "0102"), (replay.Trace, replay.Usage, signed.Content.Nonce.Client));
            Assert.Equal([LeafKind.Prompt, LeafKind.Tokens, LeafKind.Tensor], [.. stored.InputLeaves.Select(static leaf => leaf.Kind), stored.OutputLeaves[0].Kind]);
            Assert.Equal((index, ReceiptKind.Embedding), (answer.GetProperty("data")[index].GetProperty("index").GetInt32(), stored.Kind));
            Assert.True((await node.VerifyAsync(id)).Accepted);
        }
    }

    [Fact]
    public async Task Embed_ChangedText_LeadsToOtherLeaves()
    {
        JsonElement answer = await EmbedAsync("""{"input":"the cat","receipt":{"include":true}}""");
        StoredReceipt stored = Find(answer.GetProperty("receipt").GetProperty("id").GetString()!);

        EmbeddingReplay replay = Replay(stored with { InputLeaves = stored.InputLeaves.SetItem(0, new(LeafKind.Prompt, "", "the dog"u8.ToArray())) });

        Assert.NotEqual(Describe(stored.InputLeaves), Describe(replay.Input));
        Assert.NotEqual(Describe(stored.OutputLeaves), Describe(replay.Output));
    }

    [Theory]
    [InlineData(Path, """{"model":"small-bert"}""", "input")]
    [InlineData(Path, """{"model":"small-bert","input":""}""", "input")]
    [InlineData(Path, """{"model":"small-bert","input":[]}""", "input")]
    [InlineData(Path, """{"model":"small-bert","input":["a",""]}""", "input[1]")]
    [InlineData(Path, """{"model":"small-bert","input":["a",[4,99]]}""", "input[1][1]")]
    [InlineData(Path, """{"model":"small-bert","input":["a","a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a"]}""", "input[1]")]
    [InlineData(Path, """{"model":"small-bert","input":"a","dimensions":12}""", "dimensions")]
    [InlineData(Path, """{"model":"small-bert","input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData(Path, """{"model":"small-bert","input":"a","truncate":true}""", "truncate")]
    [InlineData(Path, """{"model":"small-bert","input":["a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a"],"receipt":{"include":true}}""", "input")]
    [InlineData(Path, """{"model":"tinychat","input":"a"}""", "model")]
    [InlineData(Path, """{"model":"digits","input":"a"}""", "model")]
    [InlineData("/v1/chat/completions", """{"model":"small-bert","messages":[{"role":"user","content":"a"}]}""", "model")]
    [InlineData("/v1/completions", """{"model":"small-bert","prompt":"a"}""", "model")]
    public async Task Post_WhatTheModelDoesNotHave_NamesTheParameter(string path, string json, string param)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(path, json);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(param, (await TestNode.ReadJsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Infer_TensorOfTokens_RunsTheEncoderToo()
    {
        using HttpResponseMessage response = await node.PostJsonAsync(
            "/v2/models/small-bert/infer", """{"inputs":[{"name":"tokens","shape":[3],"datatype":"INT32","data":[2,5,3]}]}""", ("Inference-Receipt", "?1"));

        JsonElement answer = await TestNode.ReadJsonAsync(response);
        Assert.Equal(SmallEncoder.Width, answer.GetProperty("outputs")[0].GetProperty("shape")[0].GetInt32());
        StoredReceipt stored = Find(answer.GetProperty("receipt").GetProperty("id").GetString()!);
        using OpenedModel model = OpenModel();
        Assert.False(EmbeddingReplay.IsInput(model, stored.InputLeaves));
    }

    private async Task<JsonElement> EmbedAsync(string json)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, json.Insert(1, "\"model\":\"small-bert\","));
        JsonElement answer = await TestNode.ReadJsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return answer;
    }

    private EmbeddingReplay Replay(StoredReceipt disclosed)
    {
        using OpenedModel model = OpenModel();
        return EmbeddingReplay.Run(model, disclosed.InputLeaves, CancellationToken.None);
    }

    private OpenedModel OpenModel() => node.Node.Models.Open(node.Node.Models.Find(EncoderOfNode.Name)!.Manifest);

    private StoredReceipt Find(string id)
    {
        Assert.True(ReceiptId.TryParse(id, out ReceiptId parsed));
        return node.Node.Services.Receipts.Find(parsed)!;
    }

    private static string[] Describe(IEnumerable<CommitmentLeaf> leaves) =>
        [.. leaves.Select(static leaf => $"{leaf.Kind} {leaf.Label} {Convert.ToHexString(leaf.Content.Span)}")];
}
