using System.Runtime.InteropServices;
using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

/// <summary>Rows of several texts in one run give the bits of each text alone.</summary>
public sealed class BatchStepTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8)]
    [InlineData(2, 2)]
    [InlineData(2, 8)]
    [InlineData(3, 1)]
    [InlineData(3, 8)]
    [InlineData(2, 19)] // more than the logits that are made at once
    public void Run_AnyTextsInAnyPieces_GivesTheBitsOfEachAlone(int threadCount, int textCount)
    {
        Executable executable = SyntheticModel.Load("halves", threadCount);
        Gen.Int[1, 90].Array[textCount].Select(Gen.Int[1, 50].Array[1, 20]).SampleFixed(
            (lengths, cuts) =>
            {
                int[][] texts = [.. lengths.Select(static (length, index) => SyntheticModel.Tokens(200)[index..(index + length)])];

                (float[] Logits, Digest Root)[] together = ReadTogether(executable, texts, cuts);

                for (int index = 0; index < textCount; index++)
                    AssertAlone(executable, texts[index], together[index]);
            },
            iter: 8);
    }

    [Fact]
    public void Run_EveryLaneWidth_GivesTheSameLogitsAndTraces()
    {
        Executable executable = SyntheticModel.Load("interleaved", threadCount: 1);
        int[][] texts = [SyntheticModel.Tokens(70), SyntheticModel.Tokens(33), SyntheticModel.Tokens(1)];
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>().Where(static width => width <= LaneDispatch.Widest))
        {
            LaneDispatch.Limit = width;
            (float[] Logits, Digest Root)[] together = ReadTogether(executable, texts, [7, 40, 3]);
            LaneDispatch.Limit = null;

            for (int index = 0; index < texts.Length; index++)
                AssertAlone(executable, texts[index], together[index]);
        }
    }

    [Theory]
    [InlineData("llama-q8_0")]
    [InlineData("llama-q4_0")]
    [InlineData("llama-Q4_K_M")]
    [InlineData("qwen3-f32")]
    [InlineData("llama-f16")]
    [Trait("Category", "Vectors")]
    public void Run_StoredWeights_GivesTheBitsOfEachTextAlone(string name)
    {
        Executable executable = MicroModel.Load(name);
        int[] tokens = MicroModel.Tokens();
        int[][] texts = [.. Enumerable.Range(1, 8).Select(index => tokens[..(5 * index)])];

        (float[] Logits, Digest Root)[] together = ReadTogether(executable, texts, [9, 1, 16, 2]);

        for (int index = 0; index < texts.Length; index++)
            AssertAlone(executable, texts[index], together[index]);
    }

    [Fact]
    public void Run_TokenOutsideTheVocabulary_LeavesTheTextsWhereTheyWere()
    {
        Executable executable = SyntheticModel.Load("halves");
        BatchStep step = new(executable);
        CausalText text = new(CacheBlockPool.Unlimited(executable.CacheLayout));
        text.TryReserve(2);
        step.Clear();
        step.Add(text, [1, SyntheticModel.Vocabulary], wantsLogits: true);

        Assert.Throws<InvalidInputException>(() => step.Run(CancellationToken.None));

        Assert.Equal(0, text.Position);
    }

    private static (float[] Logits, Digest Root)[] ReadTogether(Executable executable, int[][] texts, int[] cuts)
    {
        BatchStep step = new(executable);
        CausalText[] read = [.. texts.Select(_ => new CausalText(CacheBlockPool.Unlimited(executable.CacheLayout)))];
        float[][] logits = new float[texts.Length][];
        for (int turn = 0; read.Zip(texts).Any(static pair => pair.First.Position < pair.Second.Length); turn++)
        {
            step.Clear();
            List<int> parts = [];
            for (int index = 0; index < texts.Length; index++)
            {
                int count = Math.Min(cuts[(turn + index) % cuts.Length], texts[index].Length - read[index].Position);
                if (count == 0)
                    continue;
                int start = read[index].Position;
                read[index].TryReserve(start + count);
                step.Add(read[index], texts[index].AsSpan(start, count), wantsLogits: start + count == texts[index].Length);
                parts.Add(index);
            }

            step.Run(CancellationToken.None);
            for (int part = 0; part < parts.Count; part++)
                step.Commit(part);
            while (step.MakeLogits(CancellationToken.None))
            {
                foreach (int part in Enumerable.Range(0, parts.Count).Where(step.HasLogits))
                    logits[parts[part]] = step.Logits(part).ToArray();
            }
        }

        return [.. logits.Zip(read, static (row, text) => (row, text.Trace.Root()))];
    }

    private static void AssertAlone(Executable executable, int[] text, (float[] Logits, Digest Root) actual)
    {
        RunResult alone = executable.Run([Tensor.Create<int>(ElementType.Int32, [text.Length], text)], CancellationToken.None);
        Assert.True(alone.Outputs[0].Bytes.AsSpan()[^(actual.Logits.Length * sizeof(float))..].SequenceEqual(MemoryMarshal.AsBytes(actual.Logits.AsSpan())));
        Assert.Equal(alone.TraceRoot, actual.Root);
    }
}
