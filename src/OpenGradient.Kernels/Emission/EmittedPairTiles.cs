namespace OpenGradient.Kernels;

/// <summary>The tiles of <see cref="PairSums"/> as machine code of our own: 512-bit VNNI, whose <c>vpdpwssd</c> is two instructions in C#.</summary>
internal static unsafe class EmittedPairTiles
{
    private static readonly delegate* unmanaged[SuppressGCTransition]<int*, nint, int*, int*, int*, nint, void>[] Tiles = Place();

    /// <summary>Whether they may be run, and the system let them be placed.</summary>
    public static bool IsSupported => Tiles.Length > 0;

    /// <summary>Whether they are the faster ones: a tile has to be made ready, and its sums to be moved.</summary>
    public static bool IsFor(int pairCount) => IsSupported && pairCount >= LeastPairs;

    /// <summary>Adds the products of some pairs to a tile of sums.</summary>
    /// <param name="rows">The first pair of the first row.</param>
    /// <param name="rowStep">From row to row, in pairs.</param>
    /// <param name="rowCount">1 to <see cref="PairTile.Rows"/>.</param>
    /// <param name="lanes">What the offsets count from.</param>
    /// <param name="offsets">For each pair where its <see cref="PairTile.Lanes"/> lanes are.</param>
    /// <param name="sums">[rows, <see cref="PairTile.Lanes"/>].</param>
    public static void Run(ref int rows, int rowStep, int rowCount, ref int lanes, ReadOnlySpan<int> offsets, Span<int> sums)
    {
        // SAFETY: the code keeps to the contract of PairSums, whose operands the caller has. The collector waits for it: a call ends after some 1 µs.
        fixed (int* x = &rows, w = &lanes, places = offsets, target = sums)
        {
            for (nint pair = 0; pair < offsets.Length; pair += MostPairs)
                Tiles[rowCount - 1](x + pair, (nint)rowStep * sizeof(int), w, target, places + pair, Math.Min(offsets.Length - pair, MostPairs));
        }
    }

    private static delegate* unmanaged[SuppressGCTransition]<int*, nint, int*, int*, int*, nint, void>[] Place()
    {
        if (!EmittedCode.IsAllowed)
            return [];
        var code = new X64Encoder();
        int[] starts = new int[PairTile.Rows];
        for (int rows = 1; rows <= starts.Length; rows++)
        {
            code.Align(64);
            starts[rows - 1] = code.Position;
            PairTileCode.Emit(code, rows);
        }

        nint memory = ExecutableMemory.TryPlace(code.ToArray());
        if (memory == 0)
            return [];
        var tiles = new delegate* unmanaged[SuppressGCTransition]<int*, nint, int*, int*, int*, nint, void>[starts.Length];
        for (int tile = 0; tile < starts.Length; tile++)
            tiles[tile] = (delegate* unmanaged[SuppressGCTransition]<int*, nint, int*, int*, int*, nint, void>)(memory + starts[tile]);
        return tiles;
    }

    private const int LeastPairs = 128;
    private const nint MostPairs = 384; // sixteen products each, two of them in a cycle
}
