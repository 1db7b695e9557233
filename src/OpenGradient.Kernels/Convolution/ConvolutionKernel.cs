using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[o,p] = Σ_k w[o,k] · x[offset[k] + p] (+ bias[o]): some filters over the windows of a band, the outputs of a window side by side in vectors.</summary>
/// <remarks>
/// Shapes: x as <see cref="ShiftedPlanes"/>, w as <see cref="FilterStrips"/>, y [outputs, windows] with a step from one output to the next.
/// If there are fewer windows than a tile has, what follows the last one in x is readable to the end of the tile. Order: one accumulator
/// for each output, acc = fma(w, x, acc), k ascending, from +0, then one addition of the bias. NaNs canonical. Aliasing: none.
/// </remarks>
internal readonly ref struct ConvolutionKernel(
    int outputCount, int windowCount, int yStep, ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, ReadOnlySpan<float> strips, ReadOnlySpan<float> bias,
    Span<float> sums, Span<float> y) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _offsets = offsets; // [depth]
    private readonly ReadOnlySpan<float> _strips = strips;
    private readonly ReadOnlySpan<float> _bias = bias; // [outputs] or empty
    private readonly Span<float> _sums = sums; // scratch
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int output = 0; output < outputCount; output++)
        {
            for (int window = 0; window < windowCount; window++)
                _y[(output * yStep) + window] = Dot(output, window);
        }
    }

    private float Dot(int output, int window)
    {
        int strip = output / FilterStrips.Width * FilterStrips.Width;
        int step = FilterStrips.WidthAt(strip, outputCount);
        int w = (strip * _offsets.Length) + (output - strip);
        float accumulator = 0f;
        for (int k = 0; k < _offsets.Length; k++)
            accumulator = MathF.FusedMultiplyAdd(_strips[w + (k * step)], _x[_offsets[k] + window], accumulator);
        return CanonicalNaN.Of(_bias.IsEmpty ? accumulator : accumulator + _bias[output]);
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int first = 0; first < outputCount; first += FilterStrips.Width)
        {
            var tile = new WindowTile
            {
                Offsets = ref MemoryMarshal.GetReference(_offsets),
                Depth = (nuint)_offsets.Length,
                Filters = ref Unsafe.Add(ref MemoryMarshal.GetReference(_strips), (nint)first * _offsets.Length),
                FilterStep = (nuint)FilterStrips.WidthAt(first, outputCount),
                Sums = ref MemoryMarshal.GetReference(_sums),
            };
            int outputs = Math.Min(FilterStrips.Width, outputCount - first);
            var sums = new TileSums(_sums, _bias.IsEmpty ? _bias : _bias.Slice(first, outputs), _y[(first * yStep)..], yStep, outputs);
            for (int window = 0; window < windowCount;)
            {
                // The last tile begins earlier where it can: windows that two tiles have in common come out the same.
                int rows = TileWindows<TLanes>(windowCount - window);
                int start = Math.Min(window, Math.Max(0, windowCount - rows));
                tile.X = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), start);
                RunTile<TLanes>(tile, rows);
                sums.Finish(start, Math.Min(rows, windowCount - start));
                window = start + rows;
            }
        }
    }

    private static int TileWindows<TLanes>(int windows)
        where TLanes : unmanaged, ILanes<TLanes> =>
        typeof(TLanes) == typeof(Lanes512) ? (windows > 8 ? 14 : 8)
        : typeof(TLanes) == typeof(Lanes256x2) ? 6
        : 2;

    private static void RunTile<TLanes>(scoped WindowTile tile, int rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (typeof(TLanes) == typeof(Lanes512))
        {
            RunTile512(in tile, rows);
            return;
        }

        for (nuint half = tile.FilterStep / 16; half > 0; half--)
        {
            if (typeof(TLanes) == typeof(Lanes256x2))
                WindowTiles256.Tile6x16(in tile);
            else
                WindowTiles.Tile2x16<TLanes>(in tile);
            tile.Filters = ref Unsafe.Add(ref tile.Filters, 16);
            tile.Sums = ref Unsafe.Add(ref tile.Sums, 16);
        }
    }

    private static void RunTile512(scoped ref readonly WindowTile tile, int rows)
    {
        if (tile.FilterStep == FilterStrips.Width && rows == 14)
            WindowTiles512.Tile14x32(in tile);
        else if (tile.FilterStep == FilterStrips.Width)
            WindowTiles512.Tile8x32(in tile);
        else if (rows == 14)
            WindowTiles512.Tile14x16(in tile);
        else
            WindowTiles512.Tile8x16(in tile);
    }

    /// <summary>The windows of the largest tile.</summary>
    public const int TileHeight = 14;
}
