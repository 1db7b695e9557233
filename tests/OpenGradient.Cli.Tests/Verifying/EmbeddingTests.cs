using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>The receipt of an embedding: repeated from the text it discloses; every lie in it is found.</summary>
[Trait("Category", "Slow")]
public sealed class EmbeddingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-embedding-").FullName;

    private string Data => PathOf("data");

    [Fact]
    public async Task Verify_ReceiptOfAnEmbedding_IsRepeatedAndALieIsFound()
    {
        await FetchAsync();

        Assert.Equal("ok", Verify(0, PathOf("honest.json")));
        Assert.Equal("input-invalid", VerifyChanged(
            static leaves => leaves.SetItem(0, leaves[0] with { Content = "The dog sat."u8.ToArray() }), static leaves => leaves, static content => content));
        Assert.Equal("output-mismatch", VerifyChanged(
            static leaves => leaves, static leaves => leaves.SetItem(0, leaves[0] with { Content = (byte[])[.. leaves[0].Content[..^1].Span, 0] }), static content => content));
        Assert.Equal("usage-mismatch", VerifyChanged(
            static leaves => leaves, static leaves => leaves, static content => content with { Usage = content.Usage with { OutputTokens = 1 } }));
        Assert.Equal("trace-mismatch", VerifyChanged(
            static leaves => leaves, static leaves => leaves, static content => content with { Trace = content.Trace with { Root = content.Input.Root } }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task FetchAsync()
    {
        SmallEncoder.WriteGguf(PathOf("small-bert.gguf"));
        using NodeProcess node = NodeProcess.Start(Data);
        using HttpClient http = new() { BaseAddress = new Uri(node.Address) };
        using ByteArrayContent file = new(await File.ReadAllBytesAsync(PathOf("small-bert.gguf")));
        file.Headers.Add("Content-Type", "application/octet-stream");
        file.Headers.Add("X-Model-Name", "small-bert");
        using HttpResponseMessage published = await http.PostAsync("/hub/models", file);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());
        using HttpResponseMessage response = await http.PostAsJsonAsync("/v1/embeddings", new { model = "small-bert", input = "The cats sat.", receipt = new { include = true } });
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Og.Run("receipt", "get", answer.GetProperty("receipt").GetProperty("id").GetString()!, "-o", PathOf("honest.json"), "--node", node.Address).Expect(0);
        Assert.Equal(0, node.Stop());
    }

    private string VerifyChanged(
        Func<ImmutableArray<CommitmentLeaf>, ImmutableArray<CommitmentLeaf>> changeInput,
        Func<ImmutableArray<CommitmentLeaf>, ImmutableArray<CommitmentLeaf>> changeOutput,
        Func<ReceiptContent, ReceiptContent> change)
    {
        File.WriteAllBytes(PathOf("lie.json"), LyingIssuer.Sign(Data, PathOf("honest.json"), change, changeInput, changeOutput));
        return Verify(2, PathOf("lie.json"));
    }

    private string Verify(int exitCode, string bundle)
    {
        File.WriteAllText(PathOf("signed.json"), """{"require":["signature"]}""");
        using var report = JsonDocument.Parse(Og.Run("verify", bundle, "--json", "--reexecute", "--models", Data, "--policy", PathOf("signed.json")).Expect(exitCode));
        return report.RootElement.GetProperty("evidence").EnumerateArray().Single(static row => row.GetProperty("kind").GetString() == "re-execution").GetProperty("code").GetString()!;
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
