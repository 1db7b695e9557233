// Longer than most files: the bodies of the two tiles are written out, so that every sum has a register of its own.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>The sums of <see cref="ConvolutionKernel"/> where they are short: windows side by side in vectors, weights in all lanes, so that nothing is turned on the way to y.</summary>
/// <remarks>
/// Shapes: those of <see cref="ConvolutionKernel"/>, at least sixteen windows in a row. Order: one accumulator for each output, acc = fma(x, w, acc), k ascending,
/// from +0, then <see cref="SumFinish"/>. Aliasing: none.
/// </remarks>
internal readonly ref struct PixelTiles512(
    int outputCount, WindowRows windows, int yStep, ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, ReadOnlySpan<float> strip, int stripWidth, SumFinish finish, Span<float> y)
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _offsets = offsets; // [depth]
    private readonly ReadOnlySpan<float> _strip = strip; // [depth, strip width]
    private readonly SumFinish _finish = finish;
    private readonly Span<float> _y = y;

    /// <summary>Whether these tiles are the faster ones: turning is a large part of short sums, and what a tile sees of x stays near.</summary>
    public static bool IsFor(int rowWindows, int depth) => rowWindows >= Lanes && depth <= MostDepth;

    /// <summary>All windows of the band, for eight filters at a time: their outputs are written from front to back, and what the band sees of x stays near.</summary>
    public void Run()
    {
        for (int output = 0; output < outputCount; output += 8)
        {
            for (int row = 0; row < windows.Count; row++)
                RunRow(output, row);
        }
    }

    private void RunRow(int output, int row)
    {
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), row * windows.Pitch);
        for (int window = 0; window < windows.Length;)
        {
            // The last tile begins earlier: windows that two tiles have in common come out the same.
            int columns = windows.Length - window > 2 * Lanes && windows.Length >= 3 * Lanes ? 3 * Lanes : Lanes;
            int start = Math.Min(window, windows.Length - columns);
            int place = (row * windows.Length) + start;
            if (columns == Lanes)
                Tile8x16(ref Unsafe.Add(ref x, start), output, place);
            else
                Tile8x48(ref Unsafe.Add(ref x, start), output, place);
            window = start + columns;
        }
    }

    /// <summary>Eight filters from <paramref name="output"/> on, forty-eight windows from <paramref name="x"/> on, which is window <paramref name="window"/> of the band.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile8x48(ref float x, int output, int window)
    {
        Vector512<float> s0p = Vector512<float>.Zero, s0q = Vector512<float>.Zero, s0r = Vector512<float>.Zero;
        Vector512<float> s1p = Vector512<float>.Zero, s1q = Vector512<float>.Zero, s1r = Vector512<float>.Zero;
        Vector512<float> s2p = Vector512<float>.Zero, s2q = Vector512<float>.Zero, s2r = Vector512<float>.Zero;
        Vector512<float> s3p = Vector512<float>.Zero, s3q = Vector512<float>.Zero, s3r = Vector512<float>.Zero;
        Vector512<float> s4p = Vector512<float>.Zero, s4q = Vector512<float>.Zero, s4r = Vector512<float>.Zero;
        Vector512<float> s5p = Vector512<float>.Zero, s5q = Vector512<float>.Zero, s5r = Vector512<float>.Zero;
        Vector512<float> s6p = Vector512<float>.Zero, s6q = Vector512<float>.Zero, s6r = Vector512<float>.Zero;
        Vector512<float> s7p = Vector512<float>.Zero, s7q = Vector512<float>.Zero, s7r = Vector512<float>.Zero;
        ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(_strip), output);
        ref int offset = ref MemoryMarshal.GetReference(_offsets);
        for (int k = _offsets.Length; k > 0; k--)
        {
            ref float at = ref Unsafe.Add(ref x, offset);
            Vector512<float> p = Vector512.LoadUnsafe(ref at), q = Vector512.LoadUnsafe(ref at, 16), r = Vector512.LoadUnsafe(ref at, 32);
            var w0 = Vector512.Create(w);
            s0p = Vector512.FusedMultiplyAdd(p, w0, s0p);
            s0q = Vector512.FusedMultiplyAdd(q, w0, s0q);
            s0r = Vector512.FusedMultiplyAdd(r, w0, s0r);
            var w1 = Vector512.Create(Unsafe.Add(ref w, 1));
            s1p = Vector512.FusedMultiplyAdd(p, w1, s1p);
            s1q = Vector512.FusedMultiplyAdd(q, w1, s1q);
            s1r = Vector512.FusedMultiplyAdd(r, w1, s1r);
            var w2 = Vector512.Create(Unsafe.Add(ref w, 2));
            s2p = Vector512.FusedMultiplyAdd(p, w2, s2p);
            s2q = Vector512.FusedMultiplyAdd(q, w2, s2q);
            s2r = Vector512.FusedMultiplyAdd(r, w2, s2r);
            var w3 = Vector512.Create(Unsafe.Add(ref w, 3));
            s3p = Vector512.FusedMultiplyAdd(p, w3, s3p);
            s3q = Vector512.FusedMultiplyAdd(q, w3, s3q);
            s3r = Vector512.FusedMultiplyAdd(r, w3, s3r);
            var w4 = Vector512.Create(Unsafe.Add(ref w, 4));
            s4p = Vector512.FusedMultiplyAdd(p, w4, s4p);
            s4q = Vector512.FusedMultiplyAdd(q, w4, s4q);
            s4r = Vector512.FusedMultiplyAdd(r, w4, s4r);
            var w5 = Vector512.Create(Unsafe.Add(ref w, 5));
            s5p = Vector512.FusedMultiplyAdd(p, w5, s5p);
            s5q = Vector512.FusedMultiplyAdd(q, w5, s5q);
            s5r = Vector512.FusedMultiplyAdd(r, w5, s5r);
            var w6 = Vector512.Create(Unsafe.Add(ref w, 6));
            s6p = Vector512.FusedMultiplyAdd(p, w6, s6p);
            s6q = Vector512.FusedMultiplyAdd(q, w6, s6q);
            s6r = Vector512.FusedMultiplyAdd(r, w6, s6r);
            var w7 = Vector512.Create(Unsafe.Add(ref w, 7));
            s7p = Vector512.FusedMultiplyAdd(p, w7, s7p);
            s7q = Vector512.FusedMultiplyAdd(q, w7, s7q);
            s7r = Vector512.FusedMultiplyAdd(r, w7, s7r);
            w = ref Unsafe.Add(ref w, stripWidth);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        Store(s7p, s7q, s7r, output + 7, window);
        Store(s6p, s6q, s6r, output + 6, window);
        Store(s5p, s5q, s5r, output + 5, window);
        Store(s4p, s4q, s4r, output + 4, window);
        Store(s3p, s3q, s3r, output + 3, window);
        Store(s2p, s2q, s2r, output + 2, window);
        Store(s1p, s1q, s1r, output + 1, window);
        Store(s0p, s0q, s0r, output + 0, window);
    }

    /// <summary>The same for sixteen windows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile8x16(ref float x, int output, int window)
    {
        Vector512<float> s0 = Vector512<float>.Zero, s1 = Vector512<float>.Zero, s2 = Vector512<float>.Zero, s3 = Vector512<float>.Zero;
        Vector512<float> s4 = Vector512<float>.Zero, s5 = Vector512<float>.Zero, s6 = Vector512<float>.Zero, s7 = Vector512<float>.Zero;
        ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(_strip), output);
        ref int offset = ref MemoryMarshal.GetReference(_offsets);
        for (int k = _offsets.Length; k > 0; k--)
        {
            Vector512<float> p = Vector512.LoadUnsafe(ref Unsafe.Add(ref x, offset));
            s0 = Vector512.FusedMultiplyAdd(p, Vector512.Create(w), s0);
            s1 = Vector512.FusedMultiplyAdd(p, Vector512.Create(Unsafe.Add(ref w, 1)), s1);
            s2 = Vector512.FusedMultiplyAdd(p, Vector512.Create(Unsafe.Add(ref w, 2)), s2);
            s3 = Vector512.FusedMultiplyAdd(p, Vector512.Create(Unsafe.Add(ref w, 3)), s3);
            s4 = Vector512.FusedMultiplyAdd(p, Vector512.Create(Unsafe.Add(ref w, 4)), s4);
            s5 = Vector512.FusedMultiplyAdd(p, Vector512.Create(Unsafe.Add(ref w, 5)), s5);
            s6 = Vector512.FusedMultiplyAdd(p, Vector512.Create(Unsafe.Add(ref w, 6)), s6);
            s7 = Vector512.FusedMultiplyAdd(p, Vector512.Create(Unsafe.Add(ref w, 7)), s7);
            w = ref Unsafe.Add(ref w, stripWidth);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        Store(s7, output + 7, window);
        Store(s6, output + 6, window);
        Store(s5, output + 5, window);
        Store(s4, output + 4, window);
        Store(s3, output + 3, window);
        Store(s2, output + 2, window);
        Store(s1, output + 1, window);
        Store(s0, output + 0, window);
    }

    /// <summary>Stored from the last to the first, so that what stands for a missing output goes to the last one there is, before that one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector512<float> p, Vector512<float> q, Vector512<float> r, int output, int window)
    {
        int present = Math.Min(output, outputCount - 1);
        nint place = ((nint)present * yStep) + window;
        var bias = Vector512.Create(_finish.Bias(present));
        Store(p + bias, place);
        Store(q + bias, place + Lanes);
        Store(r + bias, place + (2 * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector512<float> sum, int output, int window)
    {
        int present = Math.Min(output, outputCount - 1);
        Store(sum + Vector512.Create(_finish.Bias(present)), ((nint)present * yStep) + window);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector512<float> sum, nint place) =>
        _finish.Of(sum, place).StoreUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), place));

    /// <summary>The windows of the smaller tile.</summary>
    public const int Lanes = 16;

    /// <summary>The longest sums that these tiles make.</summary>
    public const int MostDepth = 208; // what a tile reads, 46 KB, stays in a first-level cache
}
