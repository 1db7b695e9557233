namespace OpenGradient.Kernels;

/// <summary><see cref="PanelDot{TLanes, TEncoding}"/> as machine code of our own: 512-bit VNNI, which .NET 10 has no intrinsics for.</summary>
internal static unsafe class EmittedPanelDot<TEncoding>
    where TEncoding : struct, IPanelEncoding
{
    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, float*, nint, float*, void>[] Tiles = Place();

    /// <summary>Whether it may be run, and the system let it be placed.</summary>
    public static bool IsSupported => Tiles.Length > 0;

    /// <summary>Adds the products of some blocks to the sums of all rows.</summary>
    /// <param name="panel">As many <see cref="PanelBlock"/>s, at most <see cref="StoredProduct.PanelBlocks"/>.</param>
    /// <param name="blockCount">How many.</param>
    /// <param name="x">The rows.</param>
    /// <param name="firstBlock">Which block of the rows is the panel's first.</param>
    /// <param name="sums">[rows, 16].</param>
    public static void Run(ReadOnlySpan<float> panel, int blockCount, scoped in RowTiles x, int firstBlock, Span<float> sums)
    {
        panel = panel[..(blockCount * PanelBlock.ByteCount / sizeof(float))];
        for (int row = 0; row < x.RowCount; row += RowTiles.MaxRows)
        {
            int rows = Math.Min(RowTiles.MaxRows, x.RowCount - row);

            // SAFETY: the slices are as long as the code reads and writes. The collector waits for it: a call is some 2 µs at most.
            fixed (byte* source = x.Blocks(row, firstBlock, blockCount))
            fixed (float* weights = panel)
            fixed (float* target = sums.Slice(row * PanelBlock.OutputCount, rows * PanelBlock.OutputCount))
                Tiles[rows - 1](source, weights, blockCount, target);
        }
    }

    private static delegate* unmanaged[SuppressGCTransition]<byte*, float*, nint, float*, void>[] Place()
    {
        if (!EmittedCode.IsAllowed)
            return [];
        var code = new X64Encoder();
        int[] starts = new int[RowTiles.MaxRows];
        for (int tile = 0; tile < starts.Length; tile++)
        {
            code.Align(64);
            starts[tile] = code.Position;
            PanelDotCode.Emit(code, PanelDotForm.Of<TEncoding>(), tile + 1);
        }

        nint memory = ExecutableMemory.TryPlace(code.ToArray());
        if (memory == 0)
            return [];
        var tiles = new delegate* unmanaged[SuppressGCTransition]<byte*, float*, nint, float*, void>[starts.Length];
        for (int tile = 0; tile < starts.Length; tile++)
            tiles[tile] = (delegate* unmanaged[SuppressGCTransition]<byte*, float*, nint, float*, void>)(memory + starts[tile]);
        return tiles;
    }
}
