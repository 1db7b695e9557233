using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>One to four outputs that are left over beside whole panels: here the rows of a strip fill the lanes, so none is idle.</summary>
/// <remarks>s[r,o] = fma(x[r,k], w[k,o], s[r,o]), k ascending from 0, s from +0, as in the tiles; then the biases.</remarks>
internal static class ProductColumns
{
    /// <summary>Computes the outputs of <paramref name="rows"/> rows of a strip.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(ref readonly ProductTile tile, int rows, int outputCount)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s0 = TLanes.Zero;
        TLanes s1 = TLanes.Zero;
        TLanes s2 = TLanes.Zero;
        TLanes s3 = TLanes.Zero;
        ref float x = ref tile.X;
        ref float w = ref tile.Panel;
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;

        // Sixteen lanes from a strip of twelve rows or fewer reach into what follows: sixteen more elements are readable.
        for (nuint k = tile.Depth; k != 0; k--)
        {
            TLanes strip = TLanes.Load(ref x, 0);
            s0 = TLanes.FusedMultiplyAdd(strip, TLanes.Create(w), s0);
            s1 = TLanes.FusedMultiplyAdd(strip, TLanes.Create(Unsafe.Add(ref w, 1)), s1);
            s2 = TLanes.FusedMultiplyAdd(strip, TLanes.Create(Unsafe.Add(ref w, 2)), s2);
            s3 = TLanes.FusedMultiplyAdd(strip, TLanes.Create(Unsafe.Add(ref w, 3)), s3);
            x = ref Unsafe.Add(ref x, xStep);
            w = ref Unsafe.Add(ref w, depthStep);
        }

        Span<float> sums = stackalloc float[64];
        ref float first = ref MemoryMarshal.GetReference(sums);
        TLanes.Store(s0, ref first, 0);
        TLanes.Store(s1, ref first, 16);
        TLanes.Store(s2, ref first, 32);
        TLanes.Store(s3, ref first, 48);
        Finish(in tile, sums, rows, outputCount);
    }

    private static void Finish(ref readonly ProductTile tile, ReadOnlySpan<float> sums, int rows, int outputCount)
    {
        for (int row = 0; row < rows; row++)
        {
            float rowBias = Unsafe.Add(ref tile.RowBias, row * (nint)tile.RowBiasStep);
            for (int output = 0; output < outputCount; output++)
            {
                float sum = sums[(output * 16) + row] + Unsafe.Add(ref tile.OutputBias, output) + rowBias;
                Unsafe.Add(ref tile.Y, (row * (nint)tile.YStep) + output) = CanonicalNaN.Of(sum);
            }
        }
    }
}
