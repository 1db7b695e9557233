using CsCheck;
using OpenGradient.Kernels;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>Every vector width gives the bits of the scalar definition.</summary>
public sealed class LanguageModelKernelTests
{
    private static readonly LaneWidth[] Widths = [.. Enum.GetValues<LaneWidth>().Where(static width => width <= LaneDispatch.Widest)];
    private static readonly Gen<float> Number = Gen.OneOf(Gen.Float[-4, 4], Gen.Float[-4, 4], Gen.Float[-4, 4], Gen.Const(0f), Gen.Float);

    [Fact]
    public void RmsNorm_AnyLength_IsTheSameAtEveryWidth() => Gen.Select(Gen.Int[1, 70], Gen.Int[1, 3]).SelectMany((n, groups) => Gen.Select(Number.Array[n * groups], Number.Array[n])).SampleFixed(
        (x, gain) =>
        {
            float[][] results = [.. Widths.Select(width => At(width, x.Length, y => LaneDispatch.Run(new RmsNormKernel(x, gain, 1e-5f, y))))];

            Assert.All(results, result => AssertSameBits(results[0], result));
        },
        iter: 500);

    [Fact]
    public void Attention_AnyShape_IsTheSameAtEveryWidth() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 150], Gen.Int).SampleFixed(
        (headDim, count, seed) =>
        {
            KeyValueLayout layout = new(1, headDim, Start: 3);
            float[][] blocks = Blocks(layout, count);
            Random random = new(seed);
            float[] Row() => [.. Enumerable.Range(0, headDim).Select(_ => (random.NextSingle() * 8) - 4)];
            for (int position = 0; position < count; position++)
                layout.Write(blocks, position, head: 0, Row(), Row());
            float[] query = Row();
            float[][] results = [.. Widths.Select(width => At(width, layout.PaddedHeadDim, y =>
                LaneDispatch.Run(new AttentionKernel(query, blocks, layout.KeysAt(0), layout.ValuesAt(0), seed % 3 == 0 ? 0 : (int)((uint)seed % (uint)count), count, 0.3f, seed % 2 == 0 ? 0f : 5f, new float[(count + 63) & ~63], y))))];

            Assert.All(results, result => AssertSameBits(results[0], result));
        },
        iter: 500);

    /// <summary>Windows that slide within the four rows, positions that not all of them see, and numbers that only the row that sees them may meet.</summary>
    [Fact]
    public void AttentionOfFour_AnyShape_IsThatOfEachRow() => Gen.Select(Gen.Int[1, 70], Gen.Int[1, 150], Gen.Int[0, 40], Gen.Int).SampleFixed(
        (headDim, count, window, seed) =>
        {
            KeyValueLayout layout = new(1, headDim, Start: 3);
            float[][] blocks = Blocks(layout, count + 3);
            Random random = new(seed);
            float Element() => random.Next(200) == 0 ? float.NaN : (random.NextSingle() * 8) - 4;
            float[] Row() => [.. Enumerable.Range(0, headDim).Select(_ => Element())];
            for (int position = 0; position < count + 3; position++)
                layout.Write(blocks, position, head: 0, Row(), Row());
            float[] queries = [.. Enumerable.Range(0, 4).SelectMany(_ => Row())];
            int[] first = [.. Enumerable.Range(count, 4).Select(end => window < 4 ? 0 : Math.Max(0, end - window))];
            int scoreStep = (count + 66) & ~63;
            float cap = seed % 2 == 0 ? 0f : 5f;
            float[] expected = [.. Enumerable.Range(0, 4).SelectMany(row => At(LaneWidth.Scalar, layout.PaddedHeadDim, y => LaneDispatch.Run(new AttentionKernel(
                queries.AsSpan(row * headDim, headDim), blocks, layout.KeysAt(0), layout.ValuesAt(0), first[row], count + row, 0.3f, cap, new float[scoreStep], y))))];

            float[][] results = [.. Widths.Select(width => At(width, 4 * layout.PaddedHeadDim, y => LaneDispatch.Run(new AttentionFourKernel(
                queries, headDim, headDim, blocks, layout.KeysAt(0), layout.ValuesAt(0), first, count, 0.3f, cap, new float[4 * scoreStep], y))))];

            Assert.All(results, result => AssertSameBits(expected, result));
        },
        iter: 500);

    [Fact]
    public void Rotation_AnyShape_IsThatOfTheDefinition() => Gen.Select(Gen.Int[1, 40], Gen.Int[0, 3], Gen.Bool).SelectMany(
        (pairCount, rest, isInterleaved) => Gen.Select(Number.Array[3 * ((2 * pairCount) + rest)], Number.Array[2 * pairCount], Gen.Const(isInterleaved))).SampleFixed(
        (row, pairs, isInterleaved) =>
        {
            int headDim = row.Length / 3;
            float[] expected = [.. row];
            for (int head = 0; head < 3; head++)
                Rotation.RotateScalar(expected.AsSpan(head * headDim, headDim), pairs, isInterleaved);

            Rotation.Rotate(row, headDim, pairs, isInterleaved);

            AssertSameBits(expected, row);
        },
        iter: 500);

    [Fact]
    public void Attention_EqualKeys_IsTheMeanOfTheValues()
    {
        KeyValueLayout layout = new(1, 4, Start: 0);
        float[][] blocks = Blocks(layout, 5);
        for (int position = 0; position < 5; position++)
            layout.Write(blocks, position, head: 0, [1, 2, 3, 4], [position, 1, -position, 0.5f]);
        float[] y = new float[16];

        LaneDispatch.Run(new AttentionKernel([1, 0, 1, 0], blocks, layout.KeysAt(0), layout.ValuesAt(0), 0, 5, 0.5f, 0f, new float[64], y));

        Assert.Equal([2f, 1f, -2f, 0.5f], y[..4]);
    }

    [Fact]
    public void Attention_Window_LeavesOutEarlierPositions()
    {
        KeyValueLayout layout = new(1, 4, Start: 0);
        float[][] blocks = Blocks(layout, 40);
        for (int position = 0; position < 40; position++)
            layout.Write(blocks, position, head: 0, [1, 2, 3, 4], [position, position < 37 ? float.NaN : 1, 0, 0]);
        float[] y = new float[16];

        LaneDispatch.Run(new AttentionKernel([1, 0, 1, 0], blocks, layout.KeysAt(0), layout.ValuesAt(0), 37, 40, 0.5f, 0f, new float[64], y));

        Assert.Equal([38f, 1f, 0f, 0f], y[..4]);
    }

    [Fact]
    public void Scaling_Yarn_StretchesSlowFrequenciesOnly()
    {
        var yarn = new RotaryScaling(4f, 4096, 1f);
        double log2OfBase = Math.Log2(10000);

        Assert.Equal(1.0, yarn.Scale(1.0, 0, 128, log2OfBase));
        Assert.Equal(0.25, yarn.Scale(1.0, 63, 128, log2OfBase));
        Assert.InRange(yarn.Scale(1.0, 36, 128, log2OfBase), 0.26, 0.99);
        Assert.Equal(1 + (0.1 * Math.Log(4)), yarn.WholeMagnitude, 1e-12);
    }

    [Fact]
    public void SinCos_Log2_Exp2_AreCloseToTheMathematicalValue()
    {
        Gen.Double[0, RotationTable.PositionLimit].SampleFixed(
            angle =>
            {
                (double sin, double cos) = Binary64Functions.SinCos(angle);
                Assert.Equal(Math.Sin(angle), sin, 1e-14);
                Assert.Equal(Math.Cos(angle), cos, 1e-14);
            },
            iter: 20_000);
        Gen.Double[1, 1e9].SampleFixed(x => Assert.Equal(Math.Log2(x), Binary64Functions.Log2(x), 1e-13), iter: 20_000);
        Gen.Double[-40, 0].SampleFixed(x => Assert.Equal(1, Binary64Functions.Exp2(x) / Math.Pow(2, x), 1e-14), iter: 20_000);
    }

    [Fact]
    public void At_AnyOrderOfPositions_GivesTheSameRows()
    {
        RotationTable forwards = new(8, 10000f, default, RotaryScaling.None);
        RotationTable backwards = new(8, 10000f, default, RotaryScaling.None);
        float[] last = backwards.At(1000).ToArray();

        for (int position = 0; position <= 1000; position++)
            Assert.True(forwards.At(position).SequenceEqual(backwards.At(position)));

        Assert.True(forwards.At(1000).SequenceEqual(last));
        Assert.Equal([1f, 0f, 1f, 0f, 1f, 0f, 1f, 0f], forwards.At(0).ToArray());
    }

    private static float[][] Blocks(KeyValueLayout layout, int positionCount) =>
        [.. Enumerable.Range(0, (positionCount + 31) / 32).Select(_ => new float[layout.Start + layout.BlockElements])];

    private static float[] At(LaneWidth width, int length, Action<float[]> run)
    {
        float[] y = new float[length];
        LaneDispatch.Limit = width;
        try
        {
            run(y);
        }
        finally
        {
            LaneDispatch.Limit = null;
        }

        return y;
    }

    private static void AssertSameBits(float[] expected, float[] actual) => Assert.Equal(
        expected.Select(static x => BitConverter.SingleToUInt32Bits(x)), actual.Select(static x => BitConverter.SingleToUInt32Bits(x)));
}
