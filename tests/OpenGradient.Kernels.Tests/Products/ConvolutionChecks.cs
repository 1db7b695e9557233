namespace OpenGradient.Kernels.Tests.Products;

/// <summary>Holds a convolution to its plain loops.</summary>
internal static class ConvolutionChecks
{
    /// <summary>Fails unless every width and one to three threads give the bits of the plain loops, and nothing outside of y is written.</summary>
    public static void Run(ConvolutionShape shape, int seed)
    {
        Window window = shape.Window;
        float[] x = Samples.Mixed(shape.BatchCount * shape.InputChannels * window.PlaneElements, seed);
        float[] w = seed % 5 == 0 ? Samples.Mixed(shape.OutputChannels * shape.Depth, seed + 1) : Samples.Moderate(shape.OutputChannels * shape.Depth, seed + 1);
        float[] bias = seed % 2 == 0 ? Samples.Moderate(shape.OutputChannels, seed + 2) : [];
        float[] expected = new float[shape.BatchCount * shape.OutputChannels * window.OutputElements];
        Convolution.RunScalar(shape, x, w, bias, expected);
        foreach (LaneWidth width in Widths.Accelerated.Append(LaneWidth.Scalar))
        {
            for (int threads = 1; threads <= (width == LaneDispatch.Widest ? 3 : 1); threads++)
                Check(shape, x, w, bias, expected, width, threads);
        }
    }

    private static void Check(ConvolutionShape shape, float[] x, float[] w, float[] bias, float[] expected, LaneWidth width, int threads)
    {
        float[] actual = new float[expected.Length + Guard];
        float[] scratch = new float[Convolution.ScratchElements(shape, threads)];
        actual.AsSpan().Fill(12345f);
        scratch.AsSpan().Fill(float.NaN); // memory of others, whatever they left
        LaneDispatch.Limit = width;
        Convolution.Run(shape, x, w, bias, actual.AsSpan(0, expected.Length), scratch, new Workers(WorkerPool.OfSize(threads), default));
        LaneDispatch.Limit = null;
        for (int i = 0; i < actual.Length; i++)
        {
            float wanted = i < expected.Length ? expected[i] : 12345f;
            if (BitConverter.SingleToUInt32Bits(wanted) != BitConverter.SingleToUInt32Bits(actual[i]))
                Assert.Fail($"{shape}, {width}, {threads} threads: element {i} is {actual[i]:R}, plain loops {wanted:R}");
        }
    }

    private const int Guard = 16;
}
