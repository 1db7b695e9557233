using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class SyntheticModelTests
{
    [Theory]
    [InlineData("interleaved")]
    [InlineData("halves")]
    public void Append_AnyCutIntoChunks_GivesTheTraceOfOneRun(string form)
    {
        Executable executable = SyntheticModel.Load(form);
        int[] tokens = SyntheticModel.Tokens(90);
        RunResult whole = executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], CancellationToken.None);

        Gen.Int[1, 40].Array[1, 90].SampleFixed(
            cuts =>
            {
                CausalSession session = new(executable);
                for (int start = 0, i = 0; start < tokens.Length; i++)
                {
                    int length = Math.Min(cuts[i % cuts.Length], tokens.Length - start);
                    session.Append(tokens.AsSpan(start, length), CancellationToken.None);
                    start += length;
                }

                Assert.Equal((whole.TraceRoot, whole.TraceLeafCount), (session.TraceRoot, session.TraceLeafCount));
            },
            iter: 30);
    }

    [Fact]
    public void Run_OneTokenChanged_ChangesNoEarlierRow()
    {
        Executable executable = SyntheticModel.Load("interleaved");
        int[] tokens = SyntheticModel.Tokens(30);
        byte[] before = Logits(executable, tokens);
        tokens[20] = (tokens[20] + 1) % SyntheticModel.Vocabulary;

        byte[] after = Logits(executable, tokens);

        int rowBytes = SyntheticModel.Vocabulary * sizeof(float);
        Assert.True(before.AsSpan(0, 20 * rowBytes).SequenceEqual(after.AsSpan(0, 20 * rowBytes)));
        for (int row = 20; row < 30; row++)
            Assert.False(before.AsSpan(row * rowBytes, rowBytes).SequenceEqual(after.AsSpan(row * rowBytes, rowBytes)));
    }

    [Fact]
    public void Run_NoTokens_GivesNoLogitsAndTheEmptyTrace()
    {
        RunResult result = SyntheticModel.Load("interleaved").Run([new Tensor(ElementType.Int32, [0], [])], CancellationToken.None);

        Assert.Equal([0L, SyntheticModel.Vocabulary], result.Outputs[0].Shape);
        Assert.Equal((MerkleTree.EmptyRoot, 0L), (result.TraceRoot, result.TraceLeafCount));
    }

    [Fact]
    public void Run_LeftAndRightOfTheSameState_KeepNothingOfEachOther()
    {
        // States are kept for the next run: keys and values of a longer text must not show through a shorter one.
        Executable executable = SyntheticModel.Load("halves");
        int[] tokens = SyntheticModel.Tokens(70);
        byte[] fresh = Logits(SyntheticModel.Load("halves"), tokens[..5]);

        Logits(executable, tokens);

        Assert.Equal(fresh, Logits(executable, tokens[..5]));
    }

    private static byte[] Logits(Executable executable, int[] tokens) =>
        executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], CancellationToken.None).Outputs[0].Bytes;
}
