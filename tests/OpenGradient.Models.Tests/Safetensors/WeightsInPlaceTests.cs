using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Tests.Decoders;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Safetensors;

/// <summary>Weights of folders are read where they lie: experts apart, GPT-2's by columns, GPT-NeoX's fused ones head by head.</summary>
public sealed class WeightsInPlaceTests
{
    private const int Times = 16; // what a model takes beside its weights is little then

    public static TheoryData<string> Architectures => ["gpt2", "gptneox", "mixtral", "phi3", "qwen3moe"];

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Architectures))]
    public void Load_Folder_AllocatesAFewPercentOfTheFile(string architecture)
    {
        using TemporaryFolder folder = new();
        new SmallFolder(architecture, SmallDecoder.Create(architecture, Times)).Write(folder.Path);
        Load(folder.Path).Dispose(); // what is allocated once in a process

        long before = GC.GetAllocatedBytesForCurrentThread();
        using OpenedModel model = Load(folder.Path);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, new FileInfo(Path.Combine(folder.Path, "model.safetensors")).Length / 20);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Run_WeightsInPlace_GivesTheTraceOfWeightsPutTogether(string architecture)
    {
        foreach (int times in (int[])[1, 4])
        {
            using TemporaryFolder folder = new();
            new SmallFolder(architecture, SmallDecoder.Create(architecture, times)).Write(folder.Path);
            using OpenedModel model = ModelFile.Open(folder.Path);
            CausalSession inPlace = new(Executable.Load(model.Program, model.Constants));
            CausalSession together = new(Executable.Load(model.Program, new JoinedConstants(model.Constants)));
            foreach (int count in (int[])[1, 2, 9, 30])
            {
                int[] tokens = [.. Enumerable.Range(0, count).Select(static i => i * 5 % SmallDecoder.Vocabulary)];
                inPlace.Append(tokens, CancellationToken.None);
                together.Append(tokens, CancellationToken.None);
                Assert.Equal(together.TraceRoot, inPlace.TraceRoot);
            }
        }
    }

    private static OpenedModel Load(string folder)
    {
        OpenedModel model = ModelFile.Open(folder);
        Executable.Load(model.Program, model.Constants, new ExecutionOptions { ThreadCount = 1 });
        return model;
    }

    private sealed class JoinedConstants(IConstantSource constants) : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => constants.Read(index);
    }
}
