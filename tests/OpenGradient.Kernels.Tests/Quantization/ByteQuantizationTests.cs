namespace OpenGradient.Kernels.Tests.Quantization;

/// <summary>Every width gives the bytes of the plain loops.</summary>
public sealed class ByteQuantizationTests
{
    [Fact]
    public void Quantize_EveryLength_EqualsScalar()
    {
        for (int count = 0; count <= 257; count++)
        {
            float[] x = [.. Samples.Special.Concat(Samples.Mixed(257, count)).Concat(Halves).Skip(count % 60).Take(count)];
            foreach (float scale in (ReadOnlySpan<float>)[0.03f, 1f, -2f, float.Epsilon, float.PositiveInfinity, float.NaN])
            {
                OnEveryWidth(x.Length, y => ByteQuantization.Quantize(x, y, scale, -128, 127, 128));
                OnEveryWidth(x.Length, y => ByteQuantization.Quantize(x, y, scale, -255, 0, 127));
            }
        }
    }

    [Fact]
    public void Dequantize_EveryLength_EqualsScalar()
    {
        byte[] x = [.. Enumerable.Range(0, 257).Select(static i => (byte)i)];
        for (int count = 0; count <= 257; count++)
        {
            int length = count;
            Widths.AssertEqual(length, y => ByteQuantization.Dequantize(x.AsSpan(0, length), false, 131, 0.1f, y), "u8");
            Widths.AssertEqual(length, y => ByteQuantization.Dequantize(x.AsSpan(0, length), true, -7, 0.1f, y), "i8");
            Widths.AssertEqual(length, y => ByteQuantization.Dequantize(x.AsSpan(0, length), true, -7, float.PositiveInfinity, y), "i8, infinite scale");
        }
    }

    [Fact]
    public void Requantize_EveryLengthAndAxis_EqualsScalar()
    {
        for (int lanes = 1; lanes <= 70; lanes++)
        {
            const int Rows = 3;
            int count = lanes;
            var random = new Random(lanes);
            int[] x = [.. Enumerable.Range(0, Rows * lanes).Select(i => i % 11 == 0 ? int.MaxValue - i : i % 7 == 0 ? 2 * (i - 50) : random.Next(-60_000, 60_000))];
            int[] biases = [.. Enumerable.Range(0, Math.Max(Rows, lanes)).Select(static i => (i * 7919) - 20_000)];
            float[] factors = [.. Enumerable.Range(0, Math.Max(Rows, lanes)).Select(static i => i == 5 ? float.NaN : i == 6 ? float.PositiveInfinity : i == 7 ? 0.5f : 0.001f * (i + 1))];
            foreach (bool isByLane in (ReadOnlySpan<bool>)[false, true])
            {
                int indices = isByLane ? lanes : Rows;
                OnEveryWidth(Rows * lanes, y => Run(x, y, count, new Requantization(factors.AsSpan(0, indices), biases.AsSpan(0, indices), isByLane, -128, 127, 128)));
                OnEveryWidth(Rows * lanes, y => Run(x, y, count, new Requantization([0.002f], biases.AsSpan(0, indices), isByLane, 0, 127, 0)));
                OnEveryWidth(Rows * lanes, y => Run(x, y, count, new Requantization(factors.AsSpan(0, indices), default, isByLane, -128, 127, -3)));
            }
        }
    }

    private static void Run(int[] x, Span<byte> y, int lanes, Requantization requantization) =>
        LaneDispatch.Run(new RequantizeKernel(x, lanes, y, lanes, x.Length / lanes, lanes, requantization));

    private static void OnEveryWidth(int count, Action<byte[]> run)
    {
        byte[]? expected = null;
        foreach (LaneWidth width in Widths.Accelerated.Prepend(LaneWidth.Scalar))
        {
            byte[] actual = new byte[count];
            LaneDispatch.Limit = width;
            run(actual);
            LaneDispatch.Limit = null;
            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }

    private static readonly float[] Halves = [.. Enumerable.Range(-40, 80).Select(static i => i / 2f)];
}
