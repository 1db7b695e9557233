using System.Runtime.InteropServices;
using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

[Trait("Category", "Vectors")]
public sealed class CausalSessionTests
{
    [Theory]
    [InlineData("llama-q8_0")]
    [InlineData("qwen3-f32")]
    public void Append_AnyCutIntoChunks_GivesTheBitsAndTheTraceOfOneRun(string name)
    {
        Executable executable = MicroModel.Load(name);
        int[] tokens = MicroModel.Tokens();
        RunResult whole = executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], CancellationToken.None);

        Gen.Int[1, 20].Array[1, 48].SampleFixed(
            cuts =>
            {
                CausalSession session = new(executable);
                for (int start = 0, i = 0; start < tokens.Length; i++)
                {
                    int length = Math.Min(cuts[i % cuts.Length], tokens.Length - start);
                    ReadOnlySpan<float> logits = session.Append(tokens.AsSpan(start, length), CancellationToken.None);
                    start += length;
                    Assert.True(Row(whole, start - 1).SequenceEqual(MemoryMarshal.AsBytes(logits)));
                }

                Assert.Equal(whole.TraceRoot, session.TraceRoot);
                Assert.Equal(whole.TraceLeafCount, session.TraceLeafCount);
            },
            iter: 20);
    }

    [Fact]
    public void Append_OneByOne_TraceOfEveryPrefixIsTheTraceOfItsRun()
    {
        Executable executable = MicroModel.Load("llama-q4_0");
        int[] tokens = MicroModel.Tokens();
        CausalSession session = new(executable);

        for (int length = 1; length <= tokens.Length; length++)
        {
            session.Append([tokens[length - 1]], CancellationToken.None);
            RunResult run = executable.Run([Tensor.Create<int>(ElementType.Int32, [length], tokens.AsSpan(0, length))], CancellationToken.None);
            Assert.Equal(run.TraceRoot, session.TraceRoot);
            Assert.Equal(length, run.TraceLeafCount);
        }
    }

    [Theory]
    [InlineData("llama-f16")]
    [InlineData("llama-Q4_K_M")]
    [InlineData("qwen3-f32")]
    public void Run_EveryLaneWidth_GivesTheSameTrace(string name)
    {
        Executable executable = MicroModel.Load(name);
        int[] tokens = MicroModel.Tokens()[..20];
        Dictionary<LaneWidth, Digest> roots = [];
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>().Where(static width => width <= LaneDispatch.Widest))
        {
            LaneDispatch.Limit = width;
            roots[width] = executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], CancellationToken.None).TraceRoot;
            LaneDispatch.Limit = null;
        }

        Assert.Single(roots.Values.Distinct());
    }

    [Fact]
    public void Append_TokenOutsideTheVocabulary_IsRefusedAndTheSessionGoesOn()
    {
        Executable executable = MicroModel.Load("llama-q4_0");
        int[] tokens = MicroModel.Tokens();
        CausalSession session = new(executable);
        session.Append(tokens.AsSpan(0, 5), CancellationToken.None);

        var exception = Assert.Throws<InvalidInputException>(() => session.Append([1, 256], CancellationToken.None).Length);

        Assert.Contains("256", exception.Message, StringComparison.Ordinal);
        Assert.Equal(5, session.Position);
        session.Append(tokens.AsSpan(5, 5), CancellationToken.None);
        Assert.Equal(executable.Run([Tensor.Create<int>(ElementType.Int32, [10], tokens.AsSpan(0, 10))], CancellationToken.None).TraceRoot, session.TraceRoot);
    }

    [Fact]
    public void Append_Cancelled_ThrowsAndReadsNothing()
    {
        CausalSession session = new(MicroModel.Load("llama-q4_0"));

        Assert.Throws<OperationCanceledException>(() => session.Append([1, 2, 3], new CancellationToken(canceled: true)).Length);

        Assert.Equal(0, session.Position);
        Assert.Equal(MerkleTree.EmptyRoot, session.TraceRoot);
    }

    private static ReadOnlySpan<byte> Row(RunResult run, int row) =>
        run.Outputs[0].Bytes.AsSpan(row * MicroModel.Vocabulary * sizeof(float), MicroModel.Vocabulary * sizeof(float));
}
