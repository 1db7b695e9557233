namespace OpenGradient.Kernels.Tests;

/// <summary>Runs a kernel at every width that this process accelerates, and compares bits with the scalar form.</summary>
internal static class Widths
{
    /// <summary>What the kernel writes, at one width.</summary>
    public delegate void Kernel(Span<float> y);

    /// <summary>The accelerated widths, widest first.</summary>
    public static IEnumerable<LaneWidth> Accelerated =>
        Enum.GetValues<LaneWidth>().Where(static width => width != LaneWidth.Scalar && width <= LaneDispatch.Widest).Reverse();

    /// <summary>Fails if a width gives other bits than the scalar form, or writes past the end.</summary>
    public static void AssertEqual(int count, Kernel kernel, string what)
    {
        float[] expected = Run(LaneWidth.Scalar, count, kernel);
        foreach (LaneWidth width in Accelerated)
        {
            float[] actual = Run(width, count, kernel);
            for (int i = 0; i < actual.Length; i++)
            {
                if (BitConverter.SingleToUInt32Bits(expected[i]) != BitConverter.SingleToUInt32Bits(actual[i]))
                    Assert.Fail($"{what}, {width}: element {i} of {count} is {actual[i]:R}, scalar {expected[i]:R}");
            }
        }
    }

    private static float[] Run(LaneWidth width, int count, Kernel kernel)
    {
        float[] y = new float[count + Guard];
        y.AsSpan(count).Fill(12345f);
        LaneDispatch.Limit = width;
        try
        {
            kernel(y.AsSpan(0, count));
        }
        finally
        {
            LaneDispatch.Limit = null;
        }

        return y;
    }

    private const int Guard = 16;
}
