using OpenGradient.Conformance.Speed;
using OpenGradient.Execution;
using OpenGradient.Models.Synthetic;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Gguf;

public sealed class SyntheticModelTests : IDisposable
{
    private static readonly SyntheticShape Tiny = new("tiny", Width: 256, BlockCount: 2, InnerWidth: 512, HeadCount: 4, KvHeadCount: 2, VocabularySize: 96);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("og-synthetic-");

    public static TheoryData<string> Encodings => [.. SyntheticModel.Encodings];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Write_EveryEncoding_IsAModelWithLogitsOfTheOrderOfOne(string encoding)
    {
        var synthetic = new SyntheticModel(Tiny, encoding);
        string path = Write(synthetic, seed: 1);

        using OpenedModel model = ModelFile.Open(path);
        Tensor logits = Executable.Load(model.Program, model.Constants).Run([Tensor.Create(ElementType.Int32, [3], [1, 2, 95])], TestContext.Current.CancellationToken).Outputs[0];

        float[] elements = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(logits.Bytes.AsSpan()).ToArray();
        Assert.Equal(3 * 96, elements.Length);
        Assert.InRange(elements.Average(static element => element * element), 0.2f, 5f);
        Assert.InRange(new FileInfo(path).Length, synthetic.FileBytes, synthetic.FileBytes + 4096);
    }

    [Fact]
    public void Write_SameSeed_SameBytes()
    {
        var synthetic = new SyntheticModel(Tiny, "q8_0");

        byte[] first = File.ReadAllBytes(Write(synthetic, seed: 7));

        Assert.Equal(first, File.ReadAllBytes(Write(synthetic, seed: 7)));
        Assert.NotEqual(first, File.ReadAllBytes(Write(synthetic, seed: 8)));
    }

    [Fact]
    public void Counts_OfTheLargeShape_AreThoseOfTheRealModel()
    {
        var synthetic = new SyntheticModel(SyntheticShape.All[1], "q8_0");

        Assert.Equal(22L * ((2 * 2048 * 2048) + (2 * 2048 * 256) + (3 * 2048 * 5632)) + (2048 * 32000), synthetic.WeightsPerToken);
        Assert.Equal((synthetic.WeightsPerToken / 32 * 34) + (45L * 2048 * sizeof(float)), synthetic.BytesPerToken);
    }

    [Fact]
    public void Create_UnknownEncoding_IsRefused() => Assert.Throws<InvalidInputException>(() => new SyntheticModel(Tiny, "q9"));

    [Fact]
    [Trait("Category", "Slow")]
    public void Bench_TinyModel_ReportsEveryMeasurement()
    {
        var bench = new SynthBench(Options(), static _ => { });

        ModelSpeed speed = Assert.Single(bench.Run(TestContext.Current.CancellationToken));

        Assert.Equal("q4_0", speed.Encoding);
        ThreadSpeed thread = Assert.Single(speed.Threads);
        Assert.Equal([1, 3], thread.Rows.Select(static row => row.RowCount));
        Assert.All(thread.Rows, static row => Assert.True(row.TokensPerSecond > 0));
        Assert.Equal([1, 2], thread.Requests.Select(static requests => requests.RequestCount));
        Assert.All(thread.Requests, static requests => Assert.True(requests.TokensPerSecond > 0));
        Assert.True(thread.LimitOf(8) <= thread.PromptLimit && thread.LimitOf(1) <= thread.GenerationLimit);
        Assert.True(thread.PromptTokensPerSecond > 0 && thread.BandwidthShare > 0);
        Assert.Equal(thread.Machine.ReadBytesPerSecond / speed.BytesPerToken, thread.GenerationLimit);
    }

    [Fact]
    public void Bench_CancelledWhileWriting_LeavesNoFile()
    {
        using CancellationTokenSource cancellation = new();
        var bench = new SynthBench(Options(), line =>
        {
            if (line.StartsWith("writing", StringComparison.Ordinal))
                cancellation.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => bench.Run(cancellation.Token).ToArray());

        Assert.Empty(_folder.GetFiles());
    }

    private SynthBenchOptions Options() => new()
    {
        Folder = _folder.FullName,
        Shapes = [Tiny with { VocabularySize = 32000 }],
        Encodings = ["q4_0"],
        ThreadCounts = [1],
        RowCounts = [1, 3],
        RequestCounts = [1, 2],
        MeasureTime = TimeSpan.Zero,
    };

    private string Write(SyntheticModel synthetic, ulong seed)
    {
        string path = Path.Combine(_folder.FullName, $"{seed}.gguf");
        using FileStream file = File.Create(path);
        synthetic.Write(file, seed, progress: null, TestContext.Current.CancellationToken);
        return path;
    }
}
