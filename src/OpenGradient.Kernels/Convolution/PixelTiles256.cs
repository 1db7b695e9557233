// Unrolled by hand: sums live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>What <see cref="PixelTiles512"/> is, in 256-bit vectors: windows side by side, weights in all lanes, so that nothing is turned on the way to y.</summary>
/// <remarks>
/// Shapes: those of <see cref="ConvolutionKernel"/>, at least eight windows in a row. Order: one accumulator for each output, acc = fma(x, w, acc), k ascending, from +0, some k at a time,
/// then <see cref="SumFinish"/>; in between sums are put down, those of a tile side by side. Aliasing: none.
/// </remarks>
internal readonly ref struct PixelTiles256(
    int outputCount, WindowRows windows, int yStep, ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, ReadOnlySpan<float> strip, int stripWidth, SumFinish finish,
    Span<float> sums, Span<float> y)
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _offsets = offsets; // [depth]
    private readonly ReadOnlySpan<float> _strip = strip; // [depth, strip width]
    private readonly SumFinish _finish = finish;
    private readonly Span<float> _sums = sums; // [tiles, 32, windows]
    private readonly Span<float> _y = y;

    /// <summary>Whether these tiles are the faster ones: of longer sums turning is a small part, and few windows take their time for the weights.</summary>
    public static bool IsFor(in WindowRows windows, int depth) => windows.Length >= Lanes && windows.WindowCount >= LeastWindows && depth <= MostDepth;

    /// <summary>The products from k = <paramref name="first"/> up to <paramref name="end"/> of all windows: all filters of the strip for a tile, whose part of x stays in the first cache.</summary>
    public void Run(int first, int end)
    {
        int position = 0;
        for (int row = 0; row < windows.Count; row++)
        {
            for (int window = 0; window < windows.Length;)
            {
                // The last tile begins earlier: windows that two tiles have in common come out the same.
                int columns = windows.Length - window > 2 * Lanes && windows.Length >= 3 * Lanes ? 3 * Lanes : Lanes;
                int start = Math.Min(window, windows.Length - columns);
                RunTile(columns, (row * windows.Pitch) + start, (row * windows.Length) + start, first, end, position);
                position += columns * FilterStrips.Width;
                window = start + columns;
            }
        }
    }

    private void RunTile(int columns, int xPlace, int place, int first, int end, int position)
    {
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), xPlace);
        ref float sums = ref Unsafe.Add(ref MemoryMarshal.GetReference(_sums), position);
        for (int output = 0; output < outputCount; output += columns == Lanes ? 8 : 4)
        {
            if (columns == Lanes)
                Tile8x8(ref x, ref Unsafe.Add(ref sums, output * Lanes), output, place, first, end);
            else
                Tile4x24(ref x, ref Unsafe.Add(ref sums, output * 3 * Lanes), output, place, first, end);
        }
    }

    /// <summary>Four filters from <paramref name="output"/> on, twenty-four windows from <paramref name="x"/> on, which is window <paramref name="window"/> of the band.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Tile4x24(ref float x, ref float sums, int output, int window, int first, int end)
    {
        Vector256<float> s0p = default, s0q = default, s0r = default, s1p = default, s1q = default, s1r = default;
        Vector256<float> s2p = default, s2q = default, s2r = default, s3p = default, s3q = default, s3r = default;
        if (first > 0)
        {
            s0p = Load(ref sums, 0);
            s0q = Load(ref sums, 1);
            s0r = Load(ref sums, 2);
            s1p = Load(ref sums, 3);
            s1q = Load(ref sums, 4);
            s1r = Load(ref sums, 5);
            s2p = Load(ref sums, 6);
            s2q = Load(ref sums, 7);
            s2r = Load(ref sums, 8);
            s3p = Load(ref sums, 9);
            s3q = Load(ref sums, 10);
            s3r = Load(ref sums, 11);
        }

        ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(_strip), (first * stripWidth) + output);
        ref int offset = ref Unsafe.Add(ref MemoryMarshal.GetReference(_offsets), first);
        nint filterStep = stripWidth;
        nint ahead = (3 + (output / 4 % 4)) * Lanes; // four fours of filters bring what the next tile sees
        for (nint k = end - first; k != 0; k--)
        {
            // SAFETY: a prefetch never faults, and an address that a collection has made stale costs a useless line.
            ref float at = ref Unsafe.Add(ref x, offset);
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref at, ahead)));
            Vector256<float> p = Load(ref at, 0), q = Load(ref at, 1), r = Load(ref at, 2);
            var v = Vector256.Create(w);
            s0p = Vector256.FusedMultiplyAdd(p, v, s0p);
            s0q = Vector256.FusedMultiplyAdd(q, v, s0q);
            s0r = Vector256.FusedMultiplyAdd(r, v, s0r);
            v = Vector256.Create(Unsafe.Add(ref w, 1));
            s1p = Vector256.FusedMultiplyAdd(p, v, s1p);
            s1q = Vector256.FusedMultiplyAdd(q, v, s1q);
            s1r = Vector256.FusedMultiplyAdd(r, v, s1r);
            v = Vector256.Create(Unsafe.Add(ref w, 2));
            s2p = Vector256.FusedMultiplyAdd(p, v, s2p);
            s2q = Vector256.FusedMultiplyAdd(q, v, s2q);
            s2r = Vector256.FusedMultiplyAdd(r, v, s2r);
            v = Vector256.Create(Unsafe.Add(ref w, 3));
            s3p = Vector256.FusedMultiplyAdd(p, v, s3p);
            s3q = Vector256.FusedMultiplyAdd(q, v, s3q);
            s3r = Vector256.FusedMultiplyAdd(r, v, s3r);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        if (end < _offsets.Length)
        {
            Store(ref sums, 0, s0p, s0q, s0r);
            Store(ref sums, 3, s1p, s1q, s1r);
            Store(ref sums, 6, s2p, s2q, s2r);
            Store(ref sums, 9, s3p, s3q, s3r);
            return;
        }

        Finish(output + 3, window, s3p, s3q, s3r);
        Finish(output + 2, window, s2p, s2q, s2r);
        Finish(output + 1, window, s1p, s1q, s1r);
        Finish(output + 0, window, s0p, s0q, s0r);
    }

    /// <summary>Eight filters, eight windows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile8x8(ref float x, ref float sums, int output, int window, int first, int end)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        if (first > 0)
        {
            s0 = Load(ref sums, 0);
            s1 = Load(ref sums, 1);
            s2 = Load(ref sums, 2);
            s3 = Load(ref sums, 3);
            s4 = Load(ref sums, 4);
            s5 = Load(ref sums, 5);
            s6 = Load(ref sums, 6);
            s7 = Load(ref sums, 7);
        }

        ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(_strip), (first * stripWidth) + output);
        ref int offset = ref Unsafe.Add(ref MemoryMarshal.GetReference(_offsets), first);
        nint filterStep = stripWidth;
        for (nint k = end - first; k != 0; k--)
        {
            Vector256<float> p = Load(ref Unsafe.Add(ref x, offset), 0);
            s0 = Vector256.FusedMultiplyAdd(p, Vector256.Create(w), s0);
            s1 = Vector256.FusedMultiplyAdd(p, Vector256.Create(Unsafe.Add(ref w, 1)), s1);
            s2 = Vector256.FusedMultiplyAdd(p, Vector256.Create(Unsafe.Add(ref w, 2)), s2);
            s3 = Vector256.FusedMultiplyAdd(p, Vector256.Create(Unsafe.Add(ref w, 3)), s3);
            s4 = Vector256.FusedMultiplyAdd(p, Vector256.Create(Unsafe.Add(ref w, 4)), s4);
            s5 = Vector256.FusedMultiplyAdd(p, Vector256.Create(Unsafe.Add(ref w, 5)), s5);
            s6 = Vector256.FusedMultiplyAdd(p, Vector256.Create(Unsafe.Add(ref w, 6)), s6);
            s7 = Vector256.FusedMultiplyAdd(p, Vector256.Create(Unsafe.Add(ref w, 7)), s7);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        if (end < _offsets.Length)
        {
            Store(ref sums, 0, s0, s1, s2);
            Store(ref sums, 3, s3, s4, s5);
            s6.StoreUnsafe(ref sums, 6 * Lanes);
            s7.StoreUnsafe(ref sums, 7 * Lanes);
            return;
        }

        Finish(output + 7, window, s7);
        Finish(output + 6, window, s6);
        Finish(output + 5, window, s5);
        Finish(output + 4, window, s4);
        Finish(output + 3, window, s3);
        Finish(output + 2, window, s2);
        Finish(output + 1, window, s1);
        Finish(output + 0, window, s0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float source, nuint vector) => Vector256.LoadUnsafe(ref source, vector * Lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float sums, nuint vector, Vector256<float> p, Vector256<float> q, Vector256<float> r)
    {
        p.StoreUnsafe(ref sums, vector * Lanes);
        q.StoreUnsafe(ref sums, (vector + 1) * Lanes);
        r.StoreUnsafe(ref sums, (vector + 2) * Lanes);
    }

    /// <summary>To y, from the last output to the first, so that what stands for a missing one goes to the last one there is, before that one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(int output, int window, Vector256<float> p, Vector256<float> q, Vector256<float> r)
    {
        int present = Math.Min(output, outputCount - 1);
        nint place = ((nint)present * yStep) + window;
        var bias = Vector256.Create(_finish.Bias(present));
        Finish(p + bias, place);
        Finish(q + bias, place + Lanes);
        Finish(r + bias, place + (2 * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(int output, int window, Vector256<float> sum)
    {
        int present = Math.Min(output, outputCount - 1);
        Finish(sum + Vector256.Create(_finish.Bias(present)), ((nint)present * yStep) + window);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(Vector256<float> sum, nint place) =>
        _finish.Of(sum, place).StoreUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), place));

    /// <summary>How many k are multiplied at a time: what this tile and the next see of x, and the weights, stay in a first cache of 32 KB.</summary>
    public const int BlockDepth = 80;

    private const int Lanes = 8;
    private const int MostDepth = 640; // 3 × 3 filters over 64 channels are below, over 128 above
    private const int LeastWindows = 64;
}
