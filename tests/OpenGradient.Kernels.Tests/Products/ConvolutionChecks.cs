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
            CheckWithEpilogue(shape, x, w, bias, expected, default(Relu), width);
            CheckWithEpilogue(shape, x, w, bias, expected, default(Abs), width);
            if (!Convolution.TakesAddend(shape))
                continue;
            float[] addend = Samples.Mixed(expected.Length, seed + 3);
            CheckWithEpilogue(shape, x, w, bias, expected, default(Relu), width, addend);
            CheckWithEpilogue(shape, x, w, bias, expected, default(Abs), width, addend);
        }
    }

    private static void Check(ConvolutionShape shape, float[] x, float[] w, float[] bias, float[] expected, LaneWidth width, int threads)
    {
        float[] actual = Memory(expected.Length + Guard, 12345f);
        float[] scratch = Memory(Convolution.ScratchElements(shape, threads), float.NaN); // memory of others, whatever they left
        LaneDispatch.Limit = width;
        Convolution.Run(shape, x, w, bias, actual.AsSpan(0, expected.Length), scratch, new Workers(WorkerPool.OfSize(threads), default));
        LaneDispatch.Limit = null;
        AssertEqual(expected, actual, $"{shape}, {width}, {threads} threads");
    }

    private static void CheckWithEpilogue<TFunction>(
        ConvolutionShape shape, float[] x, float[] w, float[] bias, float[] sums, TFunction function, LaneWidth width, float[]? addend = null)
        where TFunction : struct, IUnaryFunction
    {
        float[] expected = [.. sums.Select((sum, i) => CanonicalNaN.Of(function.Apply(addend is null ? sum : CanonicalNaN.Of(sum + addend[i]))))];
        float[] actual = Memory(expected.Length + Guard, 12345f);
        float[] scratch = Memory(Convolution.PackedScratchElements(shape), float.NaN);
        var filters = PackedFilters.Create(w, shape.GroupCount, shape.GroupOutputs, shape.Depth);
        LaneDispatch.Limit = width;
        Convolution.RunPacked(shape, x, filters.Filters, bias, actual.AsSpan(0, expected.Length), scratch, default, new UnaryEpilogue<TFunction>(function), addend);
        LaneDispatch.Limit = null;
        AssertEqual(expected, actual, $"{shape}, {width}, {typeof(TFunction).Name}{(addend is null ? string.Empty : ", addend")}");
    }

    private static float[] Memory(int elementCount, float value)
    {
        float[] memory = new float[elementCount];
        memory.AsSpan().Fill(value);
        return memory;
    }

    private static void AssertEqual(float[] expected, float[] actual, string context)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            float wanted = i < expected.Length ? expected[i] : 12345f;
            if (BitConverter.SingleToUInt32Bits(wanted) != BitConverter.SingleToUInt32Bits(actual[i]))
                Assert.Fail($"{context}: element {i} is {actual[i]:R}, plain loops {wanted:R}");
        }
    }

    private const int Guard = 16;
}
