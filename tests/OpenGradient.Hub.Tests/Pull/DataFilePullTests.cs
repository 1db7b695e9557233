using Microsoft.AspNetCore.Http;
using OpenGradient.Hub.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub.Tests.Pull;

public sealed class DataFilePullTests
{
    [Theory]
    [InlineData("hf://some/repo/dir/model.onnx@v2", "/some/repo/resolve/v2/dir/", "")]
    [InlineData("{0}dir/model.onnx?key=1", "/dir/", "?key=1")]
    public async Task Pull_ModelWithDataFile_FetchesItFromBesideTheModel(string source, string folder, string query)
    {
        List<string> asked = [];
        await using FileServer server = await FileServer.StartAsync(context =>
        {
            asked.Add($"{context.Request.Path}{context.Request.QueryString}");
            return AnswerAsync(context);
        });
        using TemporaryDirectory directory = new();
        ModelStore store = ModelStore.Open(directory.Path);

        PublishedModel model = await PullAsync(store, source.Replace("{0}", server.Address.ToString(), StringComparison.Ordinal), new PullOptions { HuggingFace = server.Address });
        using OpenedModel opened = store.Open(model.Manifest);

        Assert.Equal([$"{folder}model.onnx{query}", $"{folder}{SplitModel.DataFile}{query}"], asked);
        Assert.Equal(["model.onnx", SplitModel.DataFile], model.Manifest.Files.Select(static file => file.Path));
    }

    [Fact]
    public async Task Pull_ModelWhoseDataFileIsNotServed_IsRefusedAndLeavesNothing()
    {
        await using FileServer server = await FileServer.StartAsync(static context =>
        {
            if (context.Request.Path.Value!.EndsWith(".onnx", StringComparison.Ordinal))
                return AnswerAsync(context);
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        using TemporaryDirectory directory = new();

        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(
            () => PullAsync(ModelStore.Open(directory.Path), $"{server.Address}model.onnx", new PullOptions()));

        Assert.Equal(InvalidInputKind.NotFound, refused.Kind);
        Assert.Contains("data/weights.bin answered 404", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("https://elsewhere.example/secret")]
    [InlineData("/etc/passwd")]
    public async Task Pull_ModelThatNamesAFileElsewhere_AsksForNothingMore(string location)
    {
        int count = 0;
        await using FileServer server = await FileServer.StartAsync(context =>
        {
            count++;
            return context.Response.Body.WriteAsync(SplitModel.Model(location)).AsTask();
        });
        using TemporaryDirectory directory = new();

        await Assert.ThrowsAsync<InvalidInputException>(() => PullAsync(ModelStore.Open(directory.Path), $"{server.Address}model.onnx", new PullOptions()));

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Pull_DataFileOverTheLimit_IsRefused()
    {
        await using FileServer server = await FileServer.StartAsync(AnswerAsync);
        using TemporaryDirectory directory = new();
        PullOptions options = new() { MaximumBytes = SplitModel.Model().Length + 7 };

        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(
            () => PullAsync(ModelStore.Open(directory.Path), $"{server.Address}model.onnx", options));

        Assert.Equal(InvalidInputKind.TooLarge, refused.Kind);
    }

    private static Task AnswerAsync(HttpContext context) =>
        context.Response.Body.WriteAsync(context.Request.Path.Value!.EndsWith(".onnx", StringComparison.Ordinal) ? SplitModel.Model() : SplitModel.Weights).AsTask();

    private static Task<PublishedModel> PullAsync(ModelStore store, string source, PullOptions options) =>
        ModelPuller.PullAsync(store, source, options, progress: null, TestContext.Current.CancellationToken);
}
