using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels.Tests.Products;

/// <summary>Every form of the inner loops gives the sums of the plain ones, and writes nothing else.</summary>
public sealed class IntegerTilesTests
{
    [Fact]
    public void Emitted_EverySizeOfTile_EqualsPlainLoops()
    {
        Assert.SkipUnless(EmittedTiles.IsSupported, "no 512-bit VNNI, not Linux on x64, or switched off");

        CheckAll<EmittedTiles>();
    }

    [Fact]
    public void Vnni256_EverySizeOfTile_EqualsPlainLoops()
    {
        Assert.SkipUnless(AvxVnni.IsSupported, "no AVX-VNNI");

        CheckAll<Tiles256<VnniQuads>>();
    }

    [Fact]
    public void Pairs256_EverySizeOfTile_EqualsPlainLoops()
    {
        Assert.SkipUnless(Avx2.IsSupported, "no AVX2");

        CheckAll<PairTiles256>();
    }

    private static void CheckAll<TTiles>()
        where TTiles : IIntegerTiles
    {
        for (int rows = 1; rows <= TTiles.MaxRows; rows++)
        {
            for (int panels = 1; panels <= TTiles.MaxPanels; panels++)
            {
                foreach (int quads in (ReadOnlySpan<int>)[1, 2, 3, 64, 65])
                {
                    Check<TTiles>(rows, panels, quads, hasSignedRows: true, bytes: null);
                    Check<TTiles>(rows, panels, quads, hasSignedRows: false, bytes: null);
                }
            }
        }

        // Longer than one call may last; the largest products, so that sums wrap.
        Check<TTiles>(TTiles.MaxRows, TTiles.MaxPanels, 5000, hasSignedRows: true, bytes: null);
        Check<TTiles>(2, 1, 70_000, hasSignedRows: false, bytes: 0xFF);
        Check<TTiles>(2, 1, 70_000, hasSignedRows: true, bytes: 0x80);
    }

    private static unsafe void Check<TTiles>(int rows, int panels, int quads, bool hasSignedRows, byte? bytes)
        where TTiles : IIntegerTiles
    {
        int step = (4 * quads) + 12;
        byte[] x = Bytes((rows * step) + 4, 1, bytes);
        byte[] w = Bytes(panels * ((64 * quads) + 64), 2, bytes);
        int[] expected = [.. Enumerable.Range(0, TileCode.MaxRows * IntegerTile.SumStep).Select(static i => i * 1_000_003)];
        int[] actual = [.. expected];

        fixed (byte* xStart = x, wStart = w)
        fixed (int* sums = expected, others = actual)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int panel = 0; panel < panels; panel++)
                {
                    int first = (row * IntegerTile.SumStep) + (16 * panel);
                    var one = new IntegerTile { X = xStart + (row * step), XStep = step, Panel = wStart + (panel * ((64 * quads) + 64)), QuadCount = quads, Sums = sums + first };
                    ScalarTiles.Run(in one, 1, 1, hasSignedRows);
                }
            }

            var tile = new IntegerTile { X = xStart, XStep = step, Panel = wStart, PanelStep = (64 * quads) + 64, QuadCount = quads, Sums = others };
            TTiles.Run(in tile, rows, panels, hasSignedRows);
        }

        Assert.Equal(expected, actual);
    }

    private static byte[] Bytes(int count, int seed, byte? value)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        if (value is { } all)
            bytes.AsSpan().Fill(all);
        return bytes;
    }
}
