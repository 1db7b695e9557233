using System.Runtime.InteropServices;

namespace OpenGradient.Kernels.Tests.FixedPoint;

/// <summary>The machine code of a tile of pairs gives the sums of plain loops, reads nothing but its operands, and writes nothing but its rows.</summary>
public sealed class EmittedPairTilesTests
{
    [Fact]
    public void Run_EveryCountOfRowsAndPairs_EqualsPlainLoops()
    {
        Assert.SkipUnless(EmittedPairTiles.IsSupported, "no 512-bit VNNI, not Linux on x64, or switched off");

        for (int rows = 1; rows <= PairTile.Rows; rows++)
        {
            foreach (int pairs in (ReadOnlySpan<int>)[0, 1, 2, 3, 64, 383, 384, 385, 1000])
            {
                Check(rows, pairs, laneStep: PairTile.Lanes, fill: null, isAtEnd: true);
                Check(rows, pairs, laneStep: 3, fill: null, isAtEnd: false); // lanes of a pair overlap those of the next
            }
        }
    }

    /// <summary>The largest products, so that sums wrap.</summary>
    [Fact]
    public void Run_LargestElements_Wraps()
    {
        Assert.SkipUnless(EmittedPairTiles.IsSupported, "no 512-bit VNNI, not Linux on x64, or switched off");

        Check(rows: 4, pairs: 777, laneStep: 1, fill: short.MinValue, isAtEnd: true);
        Check(rows: 3, pairs: 777, laneStep: 1, fill: short.MaxValue, isAtEnd: false);
    }

    private static void Check(int rows, int pairs, int laneStep, short? fill, bool isAtEnd)
    {
        int rowStep = pairs + 1;
        using var left = new GuardedBytes(Math.Max(1, ((rows - 1) * rowStep) + pairs) * sizeof(int), isAtEnd);
        using var right = new GuardedBytes(((Math.Max(0, pairs - 1) * laneStep) + PairTile.Lanes) * sizeof(int), isAtEnd);
        Span<short> x = Filled(left, 1, fill);
        Span<short> w = Filled(right, 2, fill);
        int[] offsets = [.. Enumerable.Range(0, pairs).Select(pair => pair * 7919 % pairs * laneStep)];
        int[] expected = [.. Enumerable.Range(0, PairTile.Rows * PairTile.Lanes).Select(static i => i * 1_000_003)];
        int[] actual = [.. expected];
        for (int sum = 0; sum < rows * PairTile.Lanes; sum++)
        {
            for (int pair = 0; pair < pairs; pair++)
            {
                int row = 2 * ((sum / PairTile.Lanes * rowStep) + pair);
                int lane = 2 * (offsets[pair] + (sum % PairTile.Lanes));
                unchecked
                {
                    expected[sum] += (x[row] * w[lane]) + (x[row + 1] * w[lane + 1]);
                }
            }
        }

        EmittedPairTiles.Run(ref MemoryMarshal.Cast<short, int>(x)[0], rowStep, rows, ref MemoryMarshal.Cast<short, int>(w)[0], offsets, actual);

        Assert.Equal(expected, actual);
    }

    private static Span<short> Filled(GuardedBytes memory, int seed, short? fill)
    {
        Span<short> elements = MemoryMarshal.Cast<byte, short>(memory.Bytes);
        var random = new Random(seed);
        foreach (ref short element in elements)
            element = fill ?? (short)random.Next(short.MinValue, short.MaxValue + 1);
        return elements;
    }
}
