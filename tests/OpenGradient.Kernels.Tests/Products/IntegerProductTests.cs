namespace OpenGradient.Kernels.Tests.Products;

public sealed class IntegerProductTests
{
    [Fact]
    public void MatMulAndLinear_ManyShapes_EqualPlainLoops()
    {
        for (int size = 1; size <= 90; size++)
            CheckProduct(rows: 1 + (size % 15), depth: size * 7 % 43, outputs: size, seed: size);
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
        for (int round = 0; round < 150; round++)
            CheckConvolution(ProductTests.RandomShape(random), round);
    }

    private static void CheckProduct(int rows, int depth, int outputs, int seed)
    {
        byte[] a = Bytes(rows * depth, seed);
        byte[] b = Bytes(depth * outputs, seed + 1);
        int[] rowZeros = seed % 3 == 0 ? [] : [.. Enumerable.Range(0, seed % 3 == 1 ? 1 : rows).Select(static i => i * 37 % 128)];
        int[] outputZeros = seed % 2 == 0 ? [5] : [.. Enumerable.Range(0, outputs).Select(static i => i % 100)];
        int[] expected = new int[rows * outputs];
        IntegerProducts.MatMulScalar(new IntegerOperand(a, seed % 2 == 0, rowZeros), new IntegerOperand(b, true, outputZeros), expected, rows, depth, outputs);

        OnEveryWidth(expected, y =>
        {
            var left = new IntegerOperand(a, seed % 2 == 0, rowZeros);
            var right = new IntegerOperand(b, true, outputZeros);
            IntegerProducts.MatMul(left, right, y, rows, depth, outputs, new byte[IntegerProducts.MatMulScratchBytes(rows, depth, outputs)]);
        });
        var packed = PackedIntegers.Create(new IntegerOperand(b, true, outputZeros), depth, outputs);
        OnEveryWidth(expected, y => IntegerProducts.Linear(
            new IntegerOperand(a, seed % 2 == 0, rowZeros), packed, IntegerOutput.OfSums(y, outputs), rows, new byte[IntegerProducts.LinearScratchBytes(rows, depth)]));
    }

    private static void CheckConvolution(ConvolutionShape shape, int seed)
    {
        byte[] x = Bytes(shape.BatchCount * shape.InputChannels * shape.Window.PlaneElements, seed);
        byte[] w = Bytes(shape.OutputChannels * shape.Depth, seed + 1);
        int[] zeros = seed % 2 == 0 ? [3] : [.. Enumerable.Range(0, shape.OutputChannels).Select(static i => i * 11 % 120)];
        int[] expected = new int[shape.BatchCount * shape.OutputChannels * shape.Window.OutputElements];
        IntegerConvolution.RunScalar(shape, new IntegerOperand(x, false, [131]), new IntegerOperand(w, true, zeros), expected);

        OnEveryWidth(expected, y => IntegerConvolution.Run(
            shape, new IntegerOperand(x, false, [131]), new IntegerOperand(w, true, zeros), null, IntegerOutput.OfSums(y, shape.Window.OutputElements), new byte[IntegerConvolution.ScratchBytes(shape, false)]));
    }

    private static void OnEveryWidth(int[] expected, Action<int[]> run)
    {
        foreach (LaneWidth width in Widths.Accelerated.Append(LaneWidth.Scalar))
        {
            int[] actual = new int[expected.Length];
            LaneDispatch.Limit = width;
            run(actual);
            LaneDispatch.Limit = null;
            Assert.Equal(expected, actual);
        }
    }

    private static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
