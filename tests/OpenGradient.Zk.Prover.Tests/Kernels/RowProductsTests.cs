using OpenGradient.Zk.Prover.Kernels.Integers;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary><see cref="RowProducts"/> against its formula.</summary>
public sealed class RowProductsTests
{
    [Fact]
    public void Add_OfAllSmallShapes_IsTheFormula()
    {
        for (int depth = 1; depth <= 33; depth++)
        {
            for (int shape = 0; shape < 9 * 3; shape++)
                RequireFormula(rows: 1 + (shape / 9), columns: 1 + (shape % 9), depth);
        }
    }

    [Theory]
    [InlineData(1, 4099, 65)]
    [InlineData(4099, 1, 65)]
    [InlineData(37, 43, 131)]
    public void Add_OfWhatTwoThreadsShare_IsTheFormula(int rows, int columns, int depth) => RequireFormula(rows, columns, depth);

    private static void RequireFormula(int rows, int columns, int depth)
    {
        Random random = new((rows * 10_000) + (columns * 100) + depth);
        (long[] a, long[] b, long[] y) = (Elements.Integers(random, rows * depth), Elements.Integers(random, columns * depth), Elements.Integers(random, rows * columns));
        long[] expected = [.. y];
        for (int index = 0; index < y.Length; index++)
        {
            for (int k = 0; k < depth; k++)
                expected[index] = unchecked(expected[index] + (a[(index / columns * depth) + k] * b[(index % columns * depth) + k]));
        }

        RowProducts.Add(a, b, depth, y);

        Assert.Equal(expected, y);
    }
}
