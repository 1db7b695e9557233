using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Products;

public sealed class IntegerProductTests(ITestOutputHelper output)
{
    [Fact]
    public void MatMulAndLinear_ManyShapes_EqualPlainLoops()
    {
        for (int size = 1; size <= 90; size++)
            CheckProduct(rows: 1 + (size % 31), depth: size * 7 % 43, outputs: size, seed: size);
        CheckProduct(rows: 200, depth: 130, outputs: 300, seed: 1);
        CheckProduct(rows: 15, depth: 2048, outputs: 40, seed: 4);
    }

    [Fact]
    public void Linear_OfExtremes_IsExact()
    {
        byte[] a = [.. Enumerable.Repeat((byte)255, 600)];
        byte[] b = [.. Enumerable.Repeat(unchecked((byte)-128), 600)];
        int[] y = new int[1];
        var packed = PackedIntegers.Create(new IntegerOperand(b, true, [127]), 600, 1);

        IntegerProducts.Linear(new IntegerOperand(a, false, []), packed, IntegerOutput.OfSums(y, 1), 1, new byte[IntegerProducts.LinearScratchBytes(1, 600)]);

        Assert.Equal(600 * 255 * -255, y[0]);
    }

    [Fact]
    public void Convolution_ManyWindows_EqualsPlainLoops()
    {
        var random = new Random(6);
        for (int round = 0; round < FixedSample.Share(150); round++)
            CheckConvolution(ProductTests.RandomShape(random), round);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Convolution_LargeEnoughForManyBlocks_EqualsPlainLoops()
    {
        CheckConvolution(new ConvolutionShape(2, 10, 33, 1, new Window(29, 31, 3, 3, 1, 1, 1, 1, 1, 1, 29, 31)), 2);
        CheckConvolution(new ConvolutionShape(1, 70, 130, 1, new Window(14, 14, 1, 1, 1, 1, 1, 1, 0, 0, 14, 14)), 3);
        CheckConvolution(new ConvolutionShape(1, 260, 260, 1, new Window(9, 9, 3, 3, 2, 2, 1, 1, 1, 1, 5, 5)), 4);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(EmittedCode.Switch, "")]
    [InlineData("DOTNET_EnableAVX512", "Bits256")]
    [InlineData("DOTNET_EnableAVX2", "Bits128")]
    [InlineData("DOTNET_EnableHWIntrinsic", "Scalar")]
    public void Products_WithPartsOfTheHardwareOff_EqualPlainLoops(string setting, string expectedWidth) => SelfRun.Require(
        "*IntegerProductTests.Convolution_*", testCount: 2, setting, expectedWidth.Length > 0 ? expectedWidth : LaneDispatch.Widest.ToString(), output);

    private static void CheckProduct(int rows, int depth, int outputs, int seed)
    {
        byte[] a = Bytes(rows * depth, seed);
        byte[] b = Bytes(depth * outputs, seed + 1);
        bool isLeftSigned = seed % 2 == 0;
        bool isRightSigned = seed % 5 != 0;
        int[] rowZeros = seed % 3 == 0 ? [] : [.. Enumerable.Range(0, seed % 3 == 1 ? 1 : rows).Select(static i => i * 37 % 128)];
        int[] outputZeros = (seed % 4) switch { 0 => [], 1 => [isRightSigned ? 5 : 128], _ => [.. Enumerable.Range(0, outputs).Select(static i => i % 100)] };
        int[] expected = new int[rows * outputs];
        IntegerProducts.MatMulScalar(new IntegerOperand(a, isLeftSigned, rowZeros), new IntegerOperand(b, isRightSigned, outputZeros), expected, rows, depth, outputs);
        float[] factors = [.. Enumerable.Range(0, outputs).Select(static i => 1e-3f / (i + 1))];
        byte[] requantized = Requantized(expected, rows, outputs, new Requantization(factors, outputZeros, isByLane: true, -100, 155, 100));
        var packed = PackedIntegers.Create(new IntegerOperand(b, isRightSigned, outputZeros), depth, outputs);

        OnEveryWidth(expected, (y, workers) => IntegerProducts.MatMul(
            new IntegerOperand(a, isLeftSigned, rowZeros),
            new IntegerOperand(b, isRightSigned, outputZeros),
            y,
            rows,
            depth,
            outputs,
            new byte[IntegerProducts.MatMulScratchBytes(rows, depth, outputs, workers.Count)],
            workers));
        OnEveryWidth(expected, (y, workers) => Linear(IntegerOutput.OfSums(y, outputs), workers));
        OnEveryWidth(requantized, (y, workers) => Linear(
            IntegerOutput.OfBytes(y, outputs, new Requantization(factors, outputZeros, isByLane: true, -100, 155, 100)), workers));

        void Linear(IntegerOutput y, Workers workers) => IntegerProducts.Linear(
            new IntegerOperand(a, isLeftSigned, rowZeros), packed, y, rows, new byte[IntegerProducts.LinearScratchBytes(rows, depth, workers.Count)], workers);
    }

    private static void CheckConvolution(ConvolutionShape shape, int seed)
    {
        if (Environment.GetEnvironmentVariable(EmittedCode.Switch) == "0")
            Assert.False(EmittedTiles.IsSupported);
        byte[] x = Bytes(shape.BatchCount * shape.InputChannels * shape.Window.PlaneElements, seed);
        byte[] w = Bytes(shape.OutputChannels * shape.Depth, seed + 1);
        bool isImageSigned = seed % 3 == 0;
        bool isWeightSigned = seed % 5 != 0;
        int[] zero = [isImageSigned ? -3 : 131];
        int[] zeros = (seed % 4) switch { 0 => [], 1 => [3], _ => [.. Enumerable.Range(0, shape.OutputChannels).Select(static i => i * 11 % 120)] };
        int pixels = shape.Window.OutputElements;
        int[] expected = new int[shape.BatchCount * shape.OutputChannels * pixels];
        IntegerConvolution.RunScalar(shape, new IntegerOperand(x, isImageSigned, zero), new IntegerOperand(w, isWeightSigned, zeros), expected);
        float[] factors = [.. Enumerable.Range(0, shape.OutputChannels).Select(static i => 1e-3f / (i + 1))];
        byte[] requantized = [.. expected.Chunk(shape.OutputChannels * pixels).SelectMany(image =>
            Requantized(image, shape.OutputChannels, pixels, new Requantization(factors, [7], isByLane: false, -28, 227, 28)))];
        var packed = PackedIntegerFilters.Create(new IntegerOperand(w, isWeightSigned, zeros), shape.OutputChannels, shape.GroupInputs, shape.Window.TapCount);

        OnEveryWidth(expected, (y, workers) => Run(null, IntegerOutput.OfSums(y, pixels), workers));
        OnEveryWidth(requantized, (y, workers) => Run(
            packed, IntegerOutput.OfBytes(y, pixels, new Requantization(factors, [7], isByLane: false, -28, 227, 28)), workers));

        void Run(PackedIntegerFilters? filters, IntegerOutput y, Workers workers) => IntegerConvolution.Run(
            shape,
            new IntegerOperand(x, isImageSigned, zero),
            new IntegerOperand(w, isWeightSigned, zeros),
            filters,
            y,
            new byte[IntegerConvolution.ScratchBytes(shape, filters is not null, workers.Count)],
            workers);
    }

    private static byte[] Requantized(int[] sums, int rows, int lanes, Requantization requantization)
    {
        byte[] bytes = new byte[sums.Length];
        new RequantizeKernel(sums, lanes, bytes, lanes, rows, lanes, requantization).RunScalar();
        return bytes;
    }

    private static void OnEveryWidth<T>(T[] expected, Action<T[], Workers> run)
    {
        foreach (LaneWidth width in Widths.Accelerated.Append(LaneWidth.Scalar))
        {
            for (int threadCount = 1; threadCount <= 3; threadCount += 2)
            {
                var actual = new T[expected.Length];
                LaneDispatch.Limit = width;
                run(actual, new Workers(WorkerPool.OfSize(threadCount), default));
                LaneDispatch.Limit = null;
                Assert.Equal(expected, actual);
            }
        }
    }

    private static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
