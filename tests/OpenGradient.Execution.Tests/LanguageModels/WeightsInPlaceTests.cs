using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Models.Synthetic;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>Weights of language models are read in the file's own memory.</summary>
public sealed class WeightsInPlaceTests : IDisposable
{
    private static readonly SyntheticShape Shape = new("test", Width: 256, BlockCount: 2, InnerWidth: 512, HeadCount: 4, KvHeadCount: 2, VocabularySize: 8000);

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".gguf");

    public static TheoryData<string> Encodings => [.. Models.Synthetic.SyntheticModel.Encodings];

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Load_AnyEncoding_AllocatesAFewPercentOfTheFile(string encoding)
    {
        Write(encoding);
        Load(threadCount: 1).Dispose(); // what is allocated once in a process

        long before = GC.GetAllocatedBytesForCurrentThread();
        using OpenedModel model = Load(threadCount: 1);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, new FileInfo(_path).Length / 20);
    }

    [Theory]
    [InlineData("f16")]
    [InlineData("f32")]
    public void Run_WeightsInPlace_GivesTheTraceOfWeightsLaidOutAnew(string encoding)
    {
        Write(encoding);
        using OpenedModel model = ModelFile.Open(_path);
        foreach (int threads in (int[])[1, 2])
        {
            ExecutionOptions options = new() { ThreadCount = threads };
            CausalSession inPlace = new(Executable.Load(model.Program, model.Constants, options));
            CausalSession laidOut = new(Executable.Load(model.Program, new CopiedConstants(model.Constants), options));
            foreach (int count in (int[])[1, 2, 9, 40])
            {
                int[] tokens = [.. Enumerable.Range(0, count).Select(i => (i * 7919) % Shape.VocabularySize)];
                inPlace.Append(tokens, CancellationToken.None);
                laidOut.Append(tokens, CancellationToken.None);
                Assert.Equal(laidOut.TraceRoot, inPlace.TraceRoot);
            }
        }
    }

    private void Write(string encoding)
    {
        using FileStream file = File.Create(_path);
        new Models.Synthetic.SyntheticModel(Shape, encoding).Write(file, seed: 1, progress: null, CancellationToken.None);
    }

    private OpenedModel Load(int threadCount)
    {
        OpenedModel model = ModelFile.Open(_path);
        Executable.Load(model.Program, model.Constants, new ExecutionOptions { ThreadCount = threadCount });
        return model;
    }

    private sealed class CopiedConstants(IConstantSource constants) : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => constants.Read(index);
    }
}
