using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

/// <summary>The operators of the integer profile on what does not fit, and wide integers that meet in every way.</summary>
public sealed class FixedPointTests
{
    [Theory]
    [InlineData("FixedSqrt", "shift", "63")]
    [InlineData("FixedSqrt", "shift", "-1")]
    [InlineData("FixedSqrt", "shift", "4294967296")]
    [InlineData("FixedDiv", "shift", "63")]
    [InlineData("FixedScale", "shift", "31")]
    [InlineData("FixedScale", "axis", "2")]
    public void Load_AttributeOutOfRange_IsRefused(string name, string attribute, string text)
    {
        SingleStep step = new SingleStep(name).With(attribute, text).Input(SingleStep.Longs(1, 2));
        if (name != "FixedSqrt")
            step.Input(SingleStep.Longs(3, 4));

        Assert.Contains(name, step.Refused().Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void FixedMatMul_OtherTypesAndShapes_AreRefused()
    {
        Assert.Contains("cannot be multiplied", new SingleStep("FixedMatMul").Input(Shorts([1, 2], 1, 2)).Input(Shorts([1, 2, 3], 3, 1)).Refused().Message, StringComparison.Ordinal);
        Assert.Contains("must be i16", new SingleStep("FixedMatMul").Input(SingleStep.Longs(1)).Input(SingleStep.Longs(1)).Refused().Message, StringComparison.Ordinal);
        Assert.Contains("scalar", new SingleStep("FixedMatMul").Input(Shorts([1])).Input(Shorts([1], 1)).Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FixedSqrt_ProductBeyond64Bits_IsRefused() => new SingleStep("FixedSqrt").With("shift", "40").Input(SingleStep.Longs(1L << 30)).Refused();

    /// <summary>Weights and a bias that could bring a sum beyond 62 bits have no run at all.</summary>
    [Fact]
    public void FixedLinear_BiasBeyondTheLimit_IsRefused()
    {
        SingleStep step = new SingleStep("FixedLinear").Input(Shorts([1, 2], 1, 2)).Constant(Shorts([3, 4], 1, 2));

        Assert.Contains("64 bits", step.Constant(SingleStep.Longs(long.MinValue)).Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FixedMatMul_BatchesThatBroadcast_MeetAsInMatMul()
    {
        short[] a = [.. Enumerable.Range(0, 5 * 1 * 2 * 3).Select(static i => (short)(i - 7))];
        short[] b = [.. Enumerable.Range(0, 4 * 3 * 2).Select(static i => (short)((i * 5) - 31))];

        Tensor exact = new SingleStep("FixedMatMul").Input(Shorts(a, 5, 1, 2, 3)).Input(Shorts(b, 4, 3, 2)).Run()[0];
        Tensor wide = new SingleStep("MatMul").Input(Longs(a, 5, 1, 2, 3)).Input(Longs(b, 4, 3, 2)).Run()[0];

        Assert.Equal(wide.Shape, exact.Shape);
        Assert.Equal(wide.Bytes, exact.Bytes);
    }

    /// <summary>Every way in which shapes of up to three axes of 1, 3 and 8 broadcast gives what elements one by one give.</summary>
    [Fact]
    public void WideIntegers_EveryBroadcast_EqualsOneByOne()
    {
        int[][] shapes = [[], [1], [3], [8], [1, 1], [3, 1], [1, 3], [3, 3], [3, 8], [8, 8], [1, 8], [8, 1], [3, 1, 8], [3, 3, 1], [1, 3, 8], [3, 3, 8], [3, 3, 3], [1, 1, 3]];
        foreach (int[] left in shapes)
        {
            foreach (int[] right in shapes)
            {
                if (Fits(left, right))
                    Check(left, right);
            }
        }
    }

    private static void Check(int[] left, int[] right)
    {
        long[] x = [.. Enumerable.Range(0, left.Aggregate(1, static (product, size) => product * size)).Select(static i => (i * 7919L) - 3)];
        long[] y = [.. Enumerable.Range(0, right.Aggregate(1, static (product, size) => product * size)).Select(static i => (i * 104_729L) - 5)];
        foreach (string name in (string[])["Add", "Sub", "Mul", "Max", "Min"])
        {
            // i32 goes element by element; these numbers fit it.
            Tensor narrow = OneStep.Run(name, Cast(x, left), Cast(y, right));
            Tensor wide = OneStep.Run(name, Tensor.Create<long>(ElementType.Int64, Shape(left), x), Tensor.Create<long>(ElementType.Int64, Shape(right), y));

            Assert.Equal(narrow.Shape, wide.Shape);
            Assert.Equal(narrow.As<int>().ToArray().Select(static number => (long)number), wide.As<long>().ToArray().Select(static number => (long)unchecked((int)number)));
        }
    }

    private static bool Fits(int[] left, int[] right) =>
        left.Reverse().Zip(right.Reverse(), static (x, y) => x == y || x == 1 || y == 1).All(static fits => fits);

    private static Tensor Cast(long[] numbers, int[] shape) =>
        Tensor.Create<int>(ElementType.Int32, Shape(shape), [.. numbers.Select(number => (int)number)]);

    private static ImmutableArray<long> Shape(int[] shape) => [.. shape.Select(static size => (long)size)];

    private static Tensor Shorts(short[] elements, params ReadOnlySpan<long> shape) => Tensor.Create<short>(ElementType.Int16, [.. shape], elements);

    private static Tensor Longs(short[] elements, params ReadOnlySpan<long> shape) => Tensor.Create<long>(ElementType.Int64, [.. shape], Array.ConvertAll(elements, static element => (long)element));
}
