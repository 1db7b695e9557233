namespace OpenGradient.Kernels;

/// <summary>The tiles of an integer product as machine code of our own: 512-bit VNNI, which .NET 10 has no intrinsics for.</summary>
internal sealed unsafe class EmittedTiles : IIntegerTiles
{
    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, nint, byte*, nint, nint, int*, void>[] Tiles = Place();

    /// <inheritdoc/>
    public static int MaxRows => TileCode.MaxRows;

    /// <inheritdoc/>
    public static int MaxPanels => 2;

    /// <summary>Whether they may be run, and the system let them be placed.</summary>
    public static bool IsSupported => Tiles.Length > 0;

    /// <inheritdoc/>
    public static void Run(in IntegerTile tile, int rowCount, int panelCount, bool hasSignedRows)
    {
        // SAFETY: the code keeps to the contract of IntegerTile. The collector waits for it: a call ends after some 1 µs.
        IntegerTile part = tile;
        nint most = Math.Min(MaxQuads, MaxProducts / (rowCount * panelCount));
        for (nint rest = tile.QuadCount; rest > 0; rest -= most)
        {
            Tiles[Place(rowCount, panelCount, hasSignedRows)](part.X, part.XStep, part.Panel, part.PanelStep, Math.Min(rest, most), part.Sums);
            part.X += most * 4;
            part.Panel += most * 64;
        }
    }

    private static delegate* unmanaged[SuppressGCTransition]<byte*, nint, byte*, nint, nint, int*, void>[] Place()
    {
        if (!EmittedCode.IsAllowed)
            return [];
        var code = new X64Encoder();
        int[] starts = new int[4 * TileCode.MaxRows];
        for (int tile = 0; tile < starts.Length; tile++)
        {
            code.Align(64);
            starts[tile] = code.Position;
            TileCode.Emit(code, (tile / 4) + 1, (tile % 2) + 1, tile / 2 % 2 == 1);
        }

        nint memory = ExecutableMemory.TryPlace(code.ToArray());
        if (memory == 0)
            return [];
        var tiles = new delegate* unmanaged[SuppressGCTransition]<byte*, nint, byte*, nint, nint, int*, void>[starts.Length];
        for (int tile = 0; tile < starts.Length; tile++)
            tiles[tile] = (delegate* unmanaged[SuppressGCTransition]<byte*, nint, byte*, nint, nint, int*, void>)(memory + starts[tile]);
        return tiles;
    }

    private static int Place(int rowCount, int panelCount, bool hasSignedRows) => ((rowCount - 1) * 4) + (hasSignedRows ? 2 : 0) + panelCount - 1;

    private const nint MaxQuads = 512; // a small tile waits for its weights: 32 KB of each panel
    private const nint MaxProducts = 6144; // two of them in a cycle
}
