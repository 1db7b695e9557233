// Unrolled by hand: sums live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>One filter of nine taps over one plane that was copied as <see cref="ShiftedPlanes"/>: the sums of <see cref="DepthwiseKernel{TStep}"/> in 256-bit vectors, which leave no registers for its masks.</summary>
/// <remarks>
/// Shapes: x of <see cref="CopiedDepthwise"/>, with a step of <paramref name="pitch"/> from one row of windows to the next; offsets [9]; filter [9]; y [rows, columns], at least eight columns.
/// Order: taps ascending, acc = fma(w, x, acc) from +0, padding is +0 and takes part, then <see cref="SumFinish"/> without an addend. Aliasing: none.
/// </remarks>
internal readonly unsafe struct DepthwiseTaps256(int rows, int columns, int pitch, float* x, int* offsets, float* filter, float bias, float least, float* y)
{
    /// <summary>All windows, in tiles of four rows by sixteen columns: the last ones begin earlier where they can, and windows that two tiles have in common come out the same.</summary>
    public void Run()
    {
        bool isLow = rows < TileRows; // then each row is made by itself, four times
        for (int row = 0; row < rows; row += isLow ? 1 : TileRows)
            RunRows(isLow ? row : Math.Min(row, rows - TileRows), isLow ? 0 : 1);
    }

    /// <remarks>Eight sums, so that as many products are on their way as two units with a latency of four cycles take.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows(int row, nint step)
    {
        float* source = x + (row * pitch);
        float* target = y + (row * columns);
        nint below = step * pitch, targetBelow = step * columns;
        nint second = Math.Min(Lanes, columns - Lanes);
        nint last = columns - second - Lanes;
        for (nint column = 0; ; column = Math.Min(column + second + Lanes, last))
        {
            Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
            for (nint tap = 0; tap < 9; tap++)
            {
                var w = Vector256.Create(filter[tap]);
                float* at = source + column + offsets[tap];
                a = Vector256.FusedMultiplyAdd(w, Vector256.Load(at), a);
                b = Vector256.FusedMultiplyAdd(w, Vector256.Load(at + second), b);
                at += below;
                c = Vector256.FusedMultiplyAdd(w, Vector256.Load(at), c);
                d = Vector256.FusedMultiplyAdd(w, Vector256.Load(at + second), d);
                at += below;
                e = Vector256.FusedMultiplyAdd(w, Vector256.Load(at), e);
                f = Vector256.FusedMultiplyAdd(w, Vector256.Load(at + second), f);
                at += below;
                g = Vector256.FusedMultiplyAdd(w, Vector256.Load(at), g);
                h = Vector256.FusedMultiplyAdd(w, Vector256.Load(at + second), h);
            }

            float* to = target + column;
            Store(a, b, to, second);
            Store(c, d, to + targetBelow, second);
            Store(e, f, to + (2 * targetBelow), second);
            Store(g, h, to + (3 * targetBelow), second);
            if (column >= last)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector256<float> sum, Vector256<float> next, float* to, nint second)
    {
        Finish(sum).Store(to);
        Finish(next).Store(to + second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Finish(Vector256<float> sum) => new SumFinish(default, default, least).Of(sum + Vector256.Create(bias), 0);

    /// <summary>The fewest columns.</summary>
    public const int Lanes = 8;

    private const int TileRows = 4;
}
