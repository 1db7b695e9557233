using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>y[o,p] = Σ_k w[o,k] · x[offset[k] + place of p], then <see cref="SumFinish"/>: a strip of filters over the windows of a band, the outputs of a window side by side in vectors.</summary>
/// <remarks>
/// Shapes: x as <see cref="ShiftedPlanes"/>, w as a strip of <see cref="FilterStrips"/>, y [outputs, windows] with a step from one output to the next.
/// If a row has fewer windows than a tile, what follows the last one in x is readable to the end of the tile. Order: one accumulator
/// for each output, acc = fma(w, x, acc), k ascending, from +0, then <see cref="SumFinish"/>; long sums are put down and taken up
/// again. Aliasing: none.
/// </remarks>
internal readonly ref struct ConvolutionKernel(
    int outputCount, WindowRows windows, int yStep, ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, ReadOnlySpan<float> strip, SumFinish finish,
    Span<float> sums, Span<float> y) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _offsets = offsets; // [depth]
    private readonly ReadOnlySpan<float> _strip = strip;
    private readonly SumFinish _finish = finish;
    private readonly Span<float> _sums = sums; // scratch: zeros, then [windows, 32]
    private readonly Span<float> _y = y;

    private int StripWidth => FilterStrips.WidthAt(0, outputCount);

    /// <summary>How many elements of scratch memory the sums take.</summary>
    public static int SumElements(in WindowRows windows, int depth) =>
        checked((1 + (depth <= PixelTiles256.BlockDepth ? TileHeight : windows.Count * (windows.Length + TileHeight))) * FilterStrips.Width);

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int output = 0; output < outputCount; output++)
        {
            for (int window = 0; window < windows.WindowCount; window++)
                _y[(output * yStep) + window] = Dot(output, window);
        }
    }

    private float Dot(int output, int window)
    {
        int place = (window / windows.Length * windows.Pitch) + (window % windows.Length);
        float accumulator = 0f;
        for (int k = 0; k < _offsets.Length; k++)
            accumulator = MathF.FusedMultiplyAdd(_strip[output + (k * StripWidth)], _x[_offsets[k] + place], accumulator);
        return _finish.Of(accumulator + _finish.Bias(output), (output * yStep) + window);
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (typeof(TLanes) == typeof(Lanes512) && PixelTiles512.IsFor(windows.Length, _offsets.Length))
        {
            new PixelTiles512(outputCount, windows, yStep, _x, _offsets, _strip, StripWidth, _finish, _y).Run();
            return;
        }

        // Weights that many tiles multiply stay in the second cache, with what those tiles see of x; small tiles read both so often that they have to stay in the first.
        bool hasPixelTiles = typeof(TLanes) == typeof(Lanes256x2) && PixelTiles256.IsFor(windows, _offsets.Length);
        int blockDepth = typeof(TLanes) == typeof(Lanes512) ? BlockDepth : hasPixelTiles ? PixelTiles256.BlockDepth : LeastBlockDepth;
        int blocks = Math.Max(1, (_offsets.Length + blockDepth - 1) / blockDepth);
        for (int block = 0; block < blocks; block++)
        {
            int first = (int)((long)_offsets.Length * block / blocks);
            int end = (int)((long)_offsets.Length * (block + 1) / blocks);
            if (hasPixelTiles)
                new PixelTiles256(outputCount, windows, yStep, _x, _offsets, _strip, StripWidth, _finish, _sums, _y).Run(first, end);
            else
                RunBlock<TLanes>(first, end);
        }
    }

    /// <summary>The products from <paramref name="first"/> up to <paramref name="end"/> of all windows.</summary>
    private void RunBlock<TLanes>(int first, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> zeros = _sums[..FilterStrips.Width];
        zeros.Clear();
        var tile = new WindowTile
        {
            Offsets = ref Unsafe.Add(ref MemoryMarshal.GetReference(_offsets), first),
            Depth = (nuint)(end - first),
            Filters = ref Unsafe.Add(ref MemoryMarshal.GetReference(_strip), first * StripWidth),
            FilterStep = (nuint)StripWidth,
            Ahead = ref Unsafe.Add(ref MemoryMarshal.GetReference(_strip), end * StripWidth),
        };
        int position = zeros.Length;
        for (int row = 0; row < windows.Count; row++)
        {
            tile.X = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), row * windows.Pitch);
            RunRow<TLanes>(ref tile, row * windows.Length, first, end, ref position);
        }
    }

    /// <summary>The tiles of one row of windows, from y[<paramref name="place"/>] on.</summary>
    private void RunRow<TLanes>(scoped ref WindowTile tile, int place, int first, int end, ref int position)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float x = ref tile.X;
        for (int window = 0; window < windows.Length;)
        {
            // The last tile begins earlier where it can: windows that two tiles have in common come out the same.
            int rows = TileWindows<TLanes>(windows.Length - window);
            int start = Math.Min(window, Math.Max(0, windows.Length - rows));
            Span<float> sums = _sums.Slice(position, rows * FilterStrips.Width);
            tile.X = ref Unsafe.Add(ref x, start);
            tile.Sums = ref MemoryMarshal.GetReference(sums);
            tile.Start = ref MemoryMarshal.GetReference(first == 0 ? _sums : sums); // _sums begins with zeros
            tile.StartStep = first == 0 ? 0u : FilterStrips.Width;
            tile.AheadStep = (nuint)(((rows * StripWidth * sizeof(float)) + windows.WindowCount - 1) / windows.WindowCount);
            RunTile<TLanes>(tile, rows);
            tile.Ahead = ref Unsafe.AddByteOffset(ref tile.Ahead, tile.Depth * tile.AheadStep);
            if (end == _offsets.Length)
                new TileSums(sums, _finish, _y, yStep, outputCount).Finish(place + start, Math.Min(rows, windows.Length - start));
            position += first == 0 && end == _offsets.Length ? 0 : sums.Length;
            window = start + rows;
        }
    }

    /// <summary>The windows whose sums are turned together.</summary>
    private static int TileWindows<TLanes>(int windows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (typeof(TLanes) == typeof(Lanes256x2))
            return windows > TileHeight256 / 2 ? TileHeight256 : TileHeight256 / 2;
        return windows > 8 ? TileHeight : 8;
    }

    private static void RunTile<TLanes>(scoped in WindowTile tile, int rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (typeof(TLanes) == typeof(Lanes512))
        {
            RunTile512(in tile, rows);
            return;
        }

        int step = typeof(TLanes) == typeof(Lanes256x2) ? 6 : 2;
        for (int row = 0; row < rows; row += step)
        {
            RunHalf<TLanes>(tile.At(row, 0));
            if (tile.FilterStep == FilterStrips.Width)
                RunHalf<TLanes>(tile.At(row, 16));
        }
    }

    private static void RunHalf<TLanes>(scoped in WindowTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (typeof(TLanes) == typeof(Lanes256x2))
            WindowTiles256.Tile6x16(in tile);
        else
            WindowTiles.Tile2x16<TLanes>(in tile);
    }

    private static void RunTile512(scoped ref readonly WindowTile tile, int rows)
    {
        if (tile.FilterStep == FilterStrips.Width && rows == TileHeight)
            WindowTiles512.Tile14x32(in tile);
        else if (tile.FilterStep == FilterStrips.Width)
            WindowTiles512.Tile8x32(in tile);
        else if (rows == TileHeight)
            WindowTiles512.Tile14x16(in tile);
        else
            WindowTiles512.Tile8x16(in tile);
    }

    /// <summary>Whether rows of so many windows are tiled without much loss, each by itself.</summary>
    public static bool TilesRows(int rowWindows, int depth)
    {
        if (!Vector512.IsHardwareAccelerated)
            return rowWindows >= 2 * TileHeight256; // at most one window in five comes out twice, where rows that count as one lose little but copies of every column cost more
        return rowWindows % (depth <= PixelTiles512.MostDepth ? PixelTiles512.Lanes : TileHeight) == 0;
    }

    /// <summary>The windows of the largest tile.</summary>
    public const int TileHeight = 14;

    private const int TileHeight256 = 12; // two tiles of six
    private const int BlockDepth = 1024;
    private const int LeastBlockDepth = 128; // 16 KB of weights, and at most as much of x
}
