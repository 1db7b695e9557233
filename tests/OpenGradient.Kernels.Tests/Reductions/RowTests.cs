namespace OpenGradient.Kernels.Tests.Reductions;

public sealed class RowTests
{
    [Fact]
    public void Reductions_EveryLength_EqualScalarBitForBit()
    {
        Check(default(L2Reducer));
        Check(default(MaxReducer));
        Check(default(MeanReducer));
        Check(default(MinReducer));
        Check(default(ProdReducer));
        Check(default(SumReducer));
        Check(default(SumSquareReducer));
    }

    [Fact]
    public void Normalizations_EveryLength_EqualScalarBitForBit()
    {
        for (int count = 1; count <= 257; count++)
        {
            int columns = count;
            float[] x = [.. Samples.Moderate(count, count), .. Samples.Mixed(count, count + 1)];
            Widths.AssertEqual(2 * count, y => Normalizations.Softmax(x, columns, y), "Softmax");
            Widths.AssertEqual(2 * count, y => Normalizations.LogSoftmax(x, columns, y), "LogSoftmax");
            Widths.AssertEqual(2 * count, y => Normalizations.Standardize(x, columns, 1e-5f, y), "Standardize");
            float[] scale = Samples.Moderate(count, count + 2);
            float[] bias = Samples.Mixed(count, count + 3);
            Widths.AssertEqual(2 * count, y => Normalizations.Standardize(x, columns, 1e-5f, scale, default, y, default, default), "Standardize with a scale");
            Widths.AssertEqual(2 * count, y => Normalizations.Standardize(x, columns, 1e-5f, scale, bias, y, default, default), "Standardize with scale and bias");
        }
    }

    /// <summary>The steps by themselves, as the specification of LayerNorm writes them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Standardize_WithScaleAndBias_IsStepAfterStep(int threadCount)
    {
        var workers = new Workers(WorkerPool.OfSize(threadCount), default);
        foreach ((int rows, int columns) in (ReadOnlySpan<(int, int)>)[(1, 5), (3, 384), (127, 385), (70, 1000)])
        {
            float[] x = Samples.Mixed(rows * columns, columns);
            float[] scale = Samples.Moderate(columns, 1);
            float[] bias = Samples.Moderate(columns, 2);
            float[] expected = new float[x.Length];
            Normalizations.Standardize(x, columns, 1e-5f, expected);
            for (int i = 0; i < expected.Length; i++)
                expected[i] = CanonicalNaN.Of(CanonicalNaN.Of(expected[i] * scale[i % columns]) + bias[i % columns]);
            float[] y = new float[x.Length];
            float[] means = new float[rows];

            Normalizations.Standardize(x, columns, 1e-5f, scale, bias, y, means, default, workers);

            Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), y.Select(BitConverter.SingleToUInt32Bits));
            for (int row = 0; row < rows; row++)
                Assert.Equal(CanonicalNaN.Of(RowReduction.Scalar(default(MeanReducer), x.AsSpan(row * columns, columns))), means[row]);
        }
    }

    [Fact]
    public void Sum_OfTwentyNumbers_FollowsTheStatedTree()
    {
        float[] x = Samples.Moderate(20, 3);
        float[] lanes = new float[16];
        for (int i = 0; i < x.Length; i++)
            lanes[i % 16] += x[i];
        for (int width = 8; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++)
                lanes[lane] += lanes[lane + width];
        }

        float[] y = new float[1];
        RowReductions.Run(default(SumReducer), x, 20, y);

        Assert.Equal(lanes[0], y[0]);
    }

    [Fact]
    public void Softmax_OfEqualNumbers_IsUniform()
    {
        float[] y = new float[4];

        Normalizations.Softmax([7f, 7f, 7f, 7f], 4, y);

        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], y);
    }

    private static void Check<TReducer>(TReducer reducer)
        where TReducer : struct, IReducer
    {
        for (int count = 0; count <= 257; count++)
        {
            int columns = count;
            float[] x = [.. Samples.Moderate(count, count), .. Samples.Mixed(count, count + 1), .. Samples.Moderate(count, count + 2)];
            Widths.AssertEqual(3, y => RowReductions.Run(reducer, x, columns, y), typeof(TReducer).Name);
        }
    }
}
