using System.Runtime.InteropServices;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Products;

/// <summary>No form of integer products touches a byte outside of its operands: they end, or begin, at a page that nobody may touch.</summary>
public sealed class IntegerBoundsTests
{
    [Fact]
    public void Linear_WithOperandsAtTheEdgesOfPages_StaysWithin()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mmap");

        foreach (bool isAtEnd in (bool[])[true, false])
        {
            foreach (int depth in (int[])[0, 1, 3, 4, 60, 64, 130, 2048])
            {
                foreach ((int rows, int outputs) in ((int, int)[])[(1, 1), (2, 17), (13, 33), (15, 40), (29, 16)])
                    CheckLinear(rows, depth, outputs, isAtEnd);
            }
        }
    }

    [Fact]
    public void Convolution_WithOperandsAtTheEdgesOfPages_StaysWithin()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mmap");

        var random = new Random(21);
        for (int round = 0; round < FixedSample.Share(60); round++)
            CheckConvolution(ProductTests.RandomShape(random), round % 2 == 0);
        CheckConvolution(new ConvolutionShape(1, 4, 15, 1, new Window(5, 5, 1, 1, 1, 1, 1, 1, 0, 0, 5, 5)), isAtEnd: true);
        CheckConvolution(new ConvolutionShape(1, 5, 3, 1, new Window(33, 1, 3, 1, 1, 1, 1, 1, 1, 0, 33, 1)), isAtEnd: true);
    }

    private static void CheckLinear(int rows, int depth, int outputs, bool isAtEnd)
    {
        using var left = new GuardedBytes(rows * depth, isAtEnd);
        using var right = new GuardedBytes(depth * outputs, isAtEnd);
        new Random(depth).NextBytes(left.Bytes);
        new Random(outputs).NextBytes(right.Bytes);
        int[] expected = new int[rows * outputs];
        IntegerProducts.MatMulScalar(new IntegerOperand(left.Bytes, false, [7]), new IntegerOperand(right.Bytes, true, [3]), expected, rows, depth, outputs);

        OnEveryWidth(() =>
        {
            using var scratch = new GuardedBytes(IntegerProducts.MatMulScratchBytes(rows, depth, outputs), isAtEnd);
            using var y = new GuardedBytes(expected.Length * sizeof(int), isAtEnd);
            Span<int> sums = MemoryMarshal.Cast<byte, int>(y.Bytes);
            IntegerProducts.MatMul(new IntegerOperand(left.Bytes, false, [7]), new IntegerOperand(right.Bytes, true, [3]), sums, rows, depth, outputs, scratch.Bytes);
            Assert.Equal(expected, sums);
        });
    }

    private static void CheckConvolution(ConvolutionShape shape, bool isAtEnd)
    {
        using var image = new GuardedBytes(shape.BatchCount * shape.InputChannels * shape.Window.PlaneElements, isAtEnd);
        using var weights = new GuardedBytes(shape.OutputChannels * shape.Depth, isAtEnd);
        new Random(1).NextBytes(image.Bytes);
        new Random(2).NextBytes(weights.Bytes);
        int[] expected = new int[shape.BatchCount * shape.OutputChannels * shape.Window.OutputElements];
        IntegerConvolution.RunScalar(shape, new IntegerOperand(image.Bytes, false, [131]), new IntegerOperand(weights.Bytes, true, [5]), expected);

        OnEveryWidth(() =>
        {
            using var scratch = new GuardedBytes(IntegerConvolution.ScratchBytes(shape, hasPackedFilters: false), isAtEnd);
            using var y = new GuardedBytes(expected.Length * sizeof(int), isAtEnd);
            Span<int> sums = MemoryMarshal.Cast<byte, int>(y.Bytes);
            IntegerConvolution.Run(
                shape,
                new IntegerOperand(image.Bytes, false, [131]),
                new IntegerOperand(weights.Bytes, true, [5]),
                null,
                IntegerOutput.OfSums(sums, shape.Window.OutputElements),
                scratch.Bytes,
                default);
            Assert.Equal(expected, sums);
        });
    }

    private static void OnEveryWidth(Action run)
    {
        foreach (LaneWidth width in Widths.Accelerated.Append(LaneWidth.Scalar))
        {
            LaneDispatch.Limit = width;
            try
            {
                run();
            }
            finally
            {
                LaneDispatch.Limit = null;
            }
        }
    }
}
