using Microsoft.AspNetCore.Http;
using OpenGradient.Hub.Tests.Support;
using OpenGradient.Primitives;

namespace OpenGradient.Hub.Tests.Pull;

public sealed class ModelPullerTests
{
    [Fact]
    public async Task Pull_HuggingFacePath_AsksForTheFileOfTheRevision()
    {
        string? asked = null;
        await using FileServer server = await FileServer.StartAsync(context =>
        {
            asked = context.Request.Path;
            return context.Response.SendFileAsync(SampleModels.PriceRiskFile);
        });

        PublishedModel model = await PullAsync("hf://some/repo/dir/price-risk.onnx@v2", new PullOptions { HuggingFace = server.Address });

        Assert.Equal("/some/repo/resolve/v2/dir/price-risk.onnx", asked);
        Assert.Equal("price-risk", model.Name);
    }

    [Fact]
    public async Task Pull_Digest_IsChecked()
    {
        await using FileServer server = await FileServer.StartAsync(static context => context.Response.SendFileAsync(SampleModels.PriceRiskFile));
        Digest digest = Digest.Sha256(await File.ReadAllBytesAsync(SampleModels.PriceRiskFile));

        PublishedModel model = await PullAsync($"{server.Address}x.onnx", new PullOptions { Sha256 = digest, Name = "right" });
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(
            () => PullAsync($"{server.Address}x.onnx", new PullOptions { Sha256 = Digest.Sha256([]), Name = "wrong" }));

        Assert.Equal("right", model.Name);
        Assert.Equal((InvalidInputKind.Conflict, "sha256"), (error.Kind, error.Subject));
    }

    [Fact]
    public async Task Pull_Progress_ReachesTheEnd()
    {
        await using FileServer server = await FileServer.StartAsync(static context => context.Response.SendFileAsync(SampleModels.PriceRiskFile));
        List<ImportProgress> seen = [];

        await PullAsync($"{server.Address}x.onnx", new PullOptions(), new Recorder(seen));

        Assert.Equal(new FileInfo(SampleModels.PriceRiskFile).Length, seen[^1].DoneBytes);
        Assert.Equal(ImportStage.Done, seen[^1].Stage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pull_OverTheLimit_IsRefused(bool isLengthKnown)
    {
        await using FileServer server = await FileServer.StartAsync(async context =>
        {
            if (isLengthKnown)
                context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(new byte[1000]);
        });

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(
            () => PullAsync($"{server.Address}x.onnx", new PullOptions { MaximumBytes = 999 }));

        Assert.Equal(InvalidInputKind.TooLarge, error.Kind);
    }

    [Fact]
    public async Task Pull_RedirectOnTheSameHost_IsFollowed()
    {
        await using FileServer server = await FileServer.StartAsync(static context =>
        {
            if (context.Request.Path == "/file.onnx")
                return context.Response.SendFileAsync(SampleModels.PriceRiskFile);
            context.Response.Redirect("/file.onnx");
            return Task.CompletedTask;
        });

        Assert.Equal("named", (await PullAsync($"{server.Address}start", new PullOptions { Name = "named" })).Name);
    }

    [Theory]
    [InlineData("http://example.com/x.onnx", InvalidInputKind.Unsupported)]
    [InlineData("file:///etc/passwd", InvalidInputKind.Unsupported)]
    [InlineData("https://localhost:1/x", InvalidInputKind.Unsupported)]
    [InlineData("https://10.0.0.1:1/x", InvalidInputKind.Unsupported)]
    [InlineData("https://[::ffff:127.0.0.1]:1/x", InvalidInputKind.Unsupported)]
    [InlineData("https://169.254.169.254/latest", InvalidInputKind.Unsupported)]
    [InlineData("/loop", InvalidInputKind.NotFound)]
    public async Task Pull_RedirectElsewhere_IsRefused(string location, InvalidInputKind expected)
    {
        await using FileServer server = await FileServer.StartAsync(context =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        });

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => PullAsync($"{server.Address}x.onnx", new PullOptions()));

        Assert.Equal(expected, error.Kind);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Pull_BrokenOff_IsRefused()
    {
        await using FileServer server = await FileServer.StartAsync(static async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(new byte[500]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        await Assert.ThrowsAsync<InvalidInputException>(() => PullAsync($"{server.Address}x.onnx", new PullOptions()));
    }

    [Theory]
    [InlineData("http://example.com/x.onnx")]
    [InlineData("ftp://example.com/x.onnx")]
    [InlineData("hf://owner")]
    [InlineData("hf://owner/../x.onnx")]
    [InlineData("hf://o/r/x.onnx@")]
    [InlineData("https://user:pw@example.com/x.onnx")]
    [InlineData("https://example.com/..%2F..%2Fhome%2Fx.onnx")]
    [InlineData("https://example.com/%2Ftmp%2Fx.onnx")]
    [InlineData("https://example.com/..%5Cx.onnx")]
    [InlineData(@"hf://o/r/..\..\x.onnx")]
    [InlineData("x.onnx")]
    public void PullSource_NotASource_IsRefused(string text) =>
        Assert.Throws<InvalidInputException>(() => PullSource.Parse(text, new Uri("https://huggingface.co")));

    [Fact]
    public void PullSource_HuggingFaceWithoutRevision_MeansMain() =>
        Assert.Equal("https://huggingface.co/o/r/resolve/main/a.gguf", PullSource.Parse("hf://o/r/a.gguf", new Uri("https://huggingface.co")).Address.ToString());

    private static async Task<PublishedModel> PullAsync(string source, PullOptions options, IProgress<ImportProgress>? progress = null)
    {
        using TemporaryDirectory directory = new();
        return await ModelPuller.PullAsync(ModelStore.Open(directory.Path), source, options, progress, CancellationToken.None);
    }

    private sealed class Recorder(List<ImportProgress> seen) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => seen.Add(value);
    }
}
