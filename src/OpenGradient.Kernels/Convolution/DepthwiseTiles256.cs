// Unrolled by hand: sums live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>What <see cref="DepthwiseKernel{TStep}"/> computes, in 256-bit vectors, which are too few to keep filter and rows: tiles of four rows by sixteen columns over a padded copy of the plane.</summary>
/// <remarks>Shapes: planes as <see cref="PhasePlanes"/>; y [rows, columns], at least four by eight. Order and rounding: as there. Windows that two tiles have in common come out the same. Aliasing: none.</remarks>
internal static unsafe class DepthwiseTiles256
{
    /// <summary>Whether a plane has a tile at least.</summary>
    public static bool IsFor(in Window window) => window.OutputHeight >= 4 && window.OutputWidth >= Lanes;

    /// <summary>One plane.</summary>
    /// <param name="window">How the filter moves.</param>
    /// <param name="pitch">From one row of windows to the next in <paramref name="x"/>.</param>
    /// <param name="x">The copy.</param>
    /// <param name="offsets">Where the nine taps of the first window are.</param>
    /// <param name="filter">The nine weights.</param>
    /// <param name="bias">What is added to the sums; -0 for none.</param>
    /// <param name="least">The number under which nothing goes.</param>
    /// <param name="y">The windows' outputs.</param>
    public static void Run(in Window window, int pitch, float* x, int* offsets, float* filter, float bias, float least, float* y)
    {
        nint columns = window.OutputWidth;
        nint second = Math.Min(Lanes, columns - Lanes);
        for (int row = 0; row < window.OutputHeight; row += 4)
        {
            nint first = Math.Min(row, window.OutputHeight - 4);
            RunRows(x + (first * pitch), pitch, offsets, filter, bias, least, y + (first * columns), columns, second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunRows(float* rows, nint pitch, int* offsets, float* filter, float bias, float least, float* target, nint columns, nint second)
    {
        nint last = columns - second - Lanes;
        for (nint column = 0; ; column = Math.Min(column + second + Lanes, last))
        {
            Vector256<float> s0a = default, s0b = default, s1a = default, s1b = default, s2a = default, s2b = default, s3a = default, s3b = default;
            for (nint tap = 0; tap < 9; tap++)
            {
                var w = Vector256.Create(filter[tap]);
                float* x = rows + column + offsets[tap];
                s0a = Vector256.FusedMultiplyAdd(w, Vector256.Load(x), s0a);
                s0b = Vector256.FusedMultiplyAdd(w, Vector256.Load(x + second), s0b);
                x += pitch;
                s1a = Vector256.FusedMultiplyAdd(w, Vector256.Load(x), s1a);
                s1b = Vector256.FusedMultiplyAdd(w, Vector256.Load(x + second), s1b);
                x += pitch;
                s2a = Vector256.FusedMultiplyAdd(w, Vector256.Load(x), s2a);
                s2b = Vector256.FusedMultiplyAdd(w, Vector256.Load(x + second), s2b);
                x += pitch;
                s3a = Vector256.FusedMultiplyAdd(w, Vector256.Load(x), s3a);
                s3b = Vector256.FusedMultiplyAdd(w, Vector256.Load(x + second), s3b);
            }

            float* y = target + column;
            Store(s0a, s0b, bias, least, y, second);
            Store(s1a, s1b, bias, least, y + columns, second);
            Store(s2a, s2b, bias, least, y + (2 * columns), second);
            Store(s3a, s3b, bias, least, y + (3 * columns), second);
            if (column == last)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> a, Vector256<float> b, float bias, float least, float* y, nint second)
    {
        SumFinish.Bounded(a + Vector256.Create(bias), least).Store(y);
        SumFinish.Bounded(b + Vector256.Create(bias), least).Store(y + second);
    }

    private const int Lanes = 8;
}
