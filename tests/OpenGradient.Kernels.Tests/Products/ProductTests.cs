using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Products;

public sealed class ProductTests
{
    [Fact]
    public void Linear_EveryOutputCount_EqualsScalarBitForBit()
    {
        for (int outputs = 1; outputs <= 257; outputs++)
            CheckLinear(rows: 1 + (outputs % 13), depth: 1 + (outputs * 7 % 41), outputs, hasBias: outputs % 2 == 0);
    }

    [Fact]
    public void Linear_EveryDepthAndRowCount_EqualsScalarBitForBit()
    {
        for (int depth = 0; depth <= 257; depth++)
            CheckLinear(rows: depth % 27, depth, outputs: 1 + (depth * 5 % 70), hasBias: depth % 3 == 0);
    }

    /// <summary>Rows and outputs that are cut into blocks, evenly and not, and threads that take them.</summary>
    [Theory]
    [InlineData(1, 784, 1024)]
    [InlineData(1, 3000, 130)]
    [InlineData(2, 700, 1001)]
    [InlineData(50, 384, 400)]
    [InlineData(130, 520, 300)]
    public void Linear_CutIntoBlocks_EqualsScalarBitForBit(int rows, int depth, int outputs)
    {
        float[] x = Samples.Moderate(rows * depth, depth);
        var packed = PackedPanels.Create(Samples.Moderate(outputs * depth, outputs), outputs, depth, Samples.Moderate(outputs, 9));
        var workers = new Workers(WorkerPool.OfSize(3), default);
        float[] scratch = new float[Kernels.Products.LinearScratchElements(rows, packed, workers.Count)];

        Widths.AssertEqual(rows * outputs, y => Kernels.Products.Linear(x, rows, packed, y, scratch, workers), $"Linear {rows}x{depth}x{outputs}");
    }

    [Fact]
    public void MatMul_ManyShapes_EqualsScalarBitForBit()
    {
        for (int size = 1; size <= 120; size++)
        {
            int rows = 1 + (size % 17);
            int depth = 1 + (size * 3 % 37);
            float[] a = Samples.Mixed(rows * depth, size);
            float[] b = Samples.Mixed(depth * size, size + 1);
            float[] scratch = new float[Kernels.Products.MatMulScratchElements(rows, depth, size)];
            int outputs = size;
            Widths.AssertEqual(rows * size, y => Kernels.Products.MatMul(a, b, y, rows, depth, outputs, scratch), $"MatMul {rows}x{depth}x{size}");
        }
    }

    [Fact]
    public void Linear_WithoutDepth_EqualsScalarBitForBit()
    {
        for (int rows = 1; rows <= 40; rows++)
            CheckLinear(rows, depth: 0, outputs: 7, hasBias: rows % 2 == 0);
    }

    [Fact]
    public void Linear_OfOneOutput_IsTheSequentialFusedDotProduct()
    {
        float[] x = Samples.Moderate(100, 1);
        float[] w = Samples.Moderate(100, 2);
        float expected = 0f;
        for (int k = 0; k < x.Length; k++)
            expected = MathF.FusedMultiplyAdd(x[k], w[k], expected);
        float[] y = new float[1];

        Kernels.Products.Linear(x, 1, PackedPanels.Create(w, 1, 100, [0.25f]), y);

        Assert.Equal(expected + 0.25f, y[0]);
    }

    [Fact]
    public void Convolution_ManyWindows_EqualsPlainLoopsBitForBit()
    {
        var random = new Random(5);
        for (int round = 0; round < FixedSample.Share(150); round++)
            ConvolutionChecks.Run(RandomShape(random), round);
    }

    [Fact]
    public void Convolution_OfSinglePlaneGroups_EqualsPlainLoopsBitForBit()
    {
        var random = new Random(7);
        for (int round = 0; round < FixedSample.Share(60); round++)
        {
            ConvolutionShape shape = RandomShape(random);
            ConvolutionChecks.Run(shape with { InputChannels = shape.GroupCount, OutputChannels = shape.GroupCount }, round);
        }
    }

    [Fact]
    public void Convolution_OfManyOutputs_EqualsPlainLoopsBitForBit()
    {
        var random = new Random(8);
        for (int outputs = 1; outputs <= 40; outputs++)
            ConvolutionChecks.Run(RandomShape(random) with { InputChannels = 3, OutputChannels = outputs, GroupCount = 1 }, outputs);
    }

    private static void CheckLinear(int rows, int depth, int outputs, bool hasBias)
    {
        float[] x = Samples.Mixed(rows * depth, depth);
        float[] w = Samples.Moderate(outputs * depth, outputs);
        var packed = PackedPanels.Create(w, outputs, depth, hasBias ? Samples.Mixed(outputs, 9) : default);
        Widths.AssertEqual(rows * outputs, y => Kernels.Products.Linear(x, rows, packed, y, new float[Kernels.Products.LinearScratchElements(rows, packed)]), $"Linear {rows}x{depth}x{outputs}");
    }

    internal static ConvolutionShape RandomShape(Random random)
    {
        int groups = random.Next(1, 4);
        (int size, int kernel, int stride, int dilation, int pad) y = RandomAxis(random);
        (int size, int kernel, int stride, int dilation, int pad) x = RandomAxis(random);
        var window = new Window(
            y.size, x.size, y.kernel, x.kernel, y.stride, x.stride, y.dilation, x.dilation, y.pad, x.pad, Count(y), Count(x));
        return new ConvolutionShape(random.Next(1, 3), groups * random.Next(1, 4), groups * random.Next(1, 12), groups, window);
    }

    private static (int Size, int Kernel, int Stride, int Dilation, int Pad) RandomAxis(Random random)
    {
        int kernel = random.Next(1, 5);
        int dilation = random.Next(1, 3);
        return (random.Next(((kernel - 1) * dilation) + 1, 24), kernel, random.Next(1, 4), dilation, random.Next(0, 4));
    }

    private static int Count((int Size, int Kernel, int Stride, int Dilation, int Pad) axis) =>
        ((axis.Size + (2 * axis.Pad) - ((axis.Kernel - 1) * axis.Dilation) - 1) / axis.Stride) + 1;
}
