using System.Net;
using Microsoft.AspNetCore.Http;
using OpenGradient.Hub.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub.Tests.Pull;

/// <summary>A whole repository of config, weights and tokenizer, from a host with the addresses and headers of the Hugging Face hub.</summary>
public sealed class FolderPullTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TemporaryDirectory _model = new();
    private readonly TemporaryDirectory _store = new();
    private readonly List<string> _asked = [];

    public FolderPullTests() => FolderModel.WriteTo(_model.Path);

    [Fact]
    public async Task Pull_Repository_FetchesWhatItHasOfOneVersion()
    {
        await using FileServer server = await FileServer.StartAsync(AnswerAsync);

        PublishedModel model = await PullAsync("hf://some/tiny.model", server);
        using OpenedModel opened = ModelStore.Open(_store.Path).Open(model.Manifest);

        Assert.Equal("tiny.model", model.Name);
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], model.Manifest.Files.Select(static file => file.Path));
        Assert.Equal("/some/tiny.model/resolve/main/config.json", _asked[0]);
        Assert.All(_asked.Skip(1), static path => Assert.StartsWith($"/some/tiny.model/resolve/{Commit}/", path, StringComparison.Ordinal));
        Assert.Equal(2, opened.Tokenizer!.VocabularySize);
    }

    [Fact]
    public async Task Pull_ShardedRepository_FetchesTheFilesOfTheIndex()
    {
        FolderModel.Split(_model.Path);
        await using FileServer server = await FileServer.StartAsync(AnswerAsync);

        PublishedModel model = await PullAsync("hf://some/repo/config.json@v2", server);

        Assert.Equal("repo", model.Name);
        Assert.Equal(
            ["config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json", "tokenizer.json"], model.Manifest.Files.Select(static file => file.Path));
        Assert.Equal("/some/repo/resolve/v2/config.json", _asked[0]);
    }

    /// <summary>The host breaks off again and again; what came of a file with a digest is kept.</summary>
    [Fact]
    public async Task Fetch_HostThatBreaksOff_GoesOnWhereItStopped()
    {
        List<string?> ranges = [];
        byte[] weights = await File.ReadAllBytesAsync(Path.Combine(_model.Path, "model.safetensors"), TestContext.Current.CancellationToken);
        await using FileServer server = await FileServer.StartAsync(context => IsWeights(context) ? BreakAsync(context, weights, ranges) : AnswerAsync(context));
        List<long> seen = [];

        using FetchedModel model = await ModelPuller.FetchAsync("hf://some/repo", new PullOptions { HuggingFace = server.Address }, new Recorder(seen), TestContext.Current.CancellationToken);

        Assert.Equal(weights, await File.ReadAllBytesAsync(model.Files.Single(static file => file.EndsWith("model.safetensors", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
        Assert.Contains(ranges, static range => range?.StartsWith("bytes=", StringComparison.Ordinal) == true);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(model.TotalBytes, seen[^1]);
    }

    [Fact]
    public async Task Fetch_KeptFolder_IsGoneOnWithByALaterPull()
    {
        using TemporaryDirectory kept = new();
        byte[] weights = await File.ReadAllBytesAsync(Path.Combine(_model.Path, "model.safetensors"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(kept.Path, "model.safetensors.partial"), weights[..100], TestContext.Current.CancellationToken);
        List<string?> ranges = [];
        await using FileServer server = await FileServer.StartAsync(context =>
        {
            if (IsWeights(context))
                ranges.Add(context.Request.Headers.Range);
            return AnswerAsync(context);
        });
        PullOptions options = new() { HuggingFace = server.Address, Folder = kept.Path };

        (await ModelPuller.FetchAsync("hf://some/repo", options, null, TestContext.Current.CancellationToken)).Dispose();
        (await ModelPuller.FetchAsync("hf://some/repo", options, null, TestContext.Current.CancellationToken)).Dispose();

        Assert.Equal([null, "bytes=100-", null], ranges); // The second time it is whole: its digest is that of the host.
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], Directory.EnumerateFiles(kept.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using OpenedModel opened = ModelFile.Open(kept.Path);
    }

    [Fact]
    public async Task Fetch_PartialFileOfAnotherVersion_IsRefusedByItsDigest()
    {
        using TemporaryDirectory kept = new();
        await File.WriteAllBytesAsync(Path.Combine(kept.Path, "model.safetensors.partial"), new byte[100], TestContext.Current.CancellationToken);
        await using FileServer server = await FileServer.StartAsync(AnswerAsync);

        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(
            () => ModelPuller.FetchAsync("hf://some/repo", new PullOptions { HuggingFace = server.Address, Folder = kept.Path }, null, TestContext.Current.CancellationToken));

        Assert.Equal((InvalidInputKind.Conflict, "sha256"), (refused.Kind, refused.Subject));
        Assert.DoesNotContain(Directory.EnumerateFiles(kept.Path), static file => file.Contains("safetensors", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    public async Task Pull_RepositoryWithoutAFileThatItNeeds_NamesIt(string missing)
    {
        File.Delete(Path.Combine(_model.Path, missing));
        await using FileServer server = await FileServer.StartAsync(AnswerAsync);

        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(() => PullAsync("hf://some/repo", server));

        Assert.Contains($"{missing} answered 404", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_store.Path, "*", SearchOption.AllDirectories));
    }

    public void Dispose()
    {
        _model.Dispose();
        _store.Dispose();
    }

    private static bool IsWeights(HttpContext context) => context.Request.Path.Value!.EndsWith("/model.safetensors", StringComparison.Ordinal);

    /// <summary>As the hub does: weights have a digest and can be had in part, other files are as they are.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        _asked.Add(context.Request.Path.Value!);
        string asked = string.Join('/', context.Request.Path.Value!.Split('/')[5..]);
        string? path = Directory.EnumerateFiles(_model.Path).FirstOrDefault(file => Path.GetFileName(file) == asked);
        context.Response.Headers["X-Repo-Commit"] = Commit;
        if (path is null)
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        byte[] bytes = await File.ReadAllBytesAsync(path);
        int first = 0;
        if (path.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            context.Response.Headers["X-Linked-ETag"] = $"\"{Digest.Sha256(bytes)}\"";
            first = FirstByte(context, bytes.Length);
        }

        context.Response.ContentLength = bytes.Length - first;
        await context.Response.Body.WriteAsync(bytes.AsMemory(first));
    }

    /// <summary>Half of what is left comes and the connection ends, which loses nothing that was sent; all of it at the fourth try.</summary>
    private static async Task BreakAsync(HttpContext context, byte[] weights, List<string?> ranges)
    {
        ranges.Add(context.Request.Headers.Range);
        context.Response.Headers["X-Linked-ETag"] = $"\"{Digest.Sha256(weights)}\"";
        int first = FirstByte(context, weights.Length);
        context.Response.ContentLength = weights.Length - first;
        bool isLast = ranges.Count >= 4;
        await context.Response.Body.WriteAsync(weights.AsMemory(first, (weights.Length - first) / (isLast ? 1 : 2)));
    }

    private static int FirstByte(HttpContext context, int lengthBytes)
    {
        if (context.Request.GetTypedHeaders().Range?.Ranges.Single().From is not long first)
            return 0;
        context.Response.StatusCode = (int)HttpStatusCode.PartialContent;
        context.Response.Headers.ContentRange = $"bytes {first}-{lengthBytes - 1}/{lengthBytes}";
        return (int)first;
    }

    private Task<PublishedModel> PullAsync(string source, FileServer server) =>
        ModelPuller.PullAsync(ModelStore.Open(_store.Path), source, new PullOptions { HuggingFace = server.Address }, null, TestContext.Current.CancellationToken);

    private sealed class Recorder(List<long> seen) : IProgress<long>
    {
        public void Report(long value) => seen.Add(value);
    }
}
