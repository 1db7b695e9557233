using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Fused multiply-adds in registers, in chains that do not depend on one another, as many as the registers hold: the most that a core does of them.</summary>
/// <remarks>Shapes: sink one element. Each turn is <see cref="OperationsPerTurn"/> operations, a multiplication and an addition counted as two.</remarks>
internal readonly ref struct FusedChains(int turnCount, Span<float> sink) : ILaneKernel
{
    private readonly Span<float> _sink = sink;

    /// <inheritdoc/>
    public void RunScalar()
    {
        float sum = 0f;
        for (int turn = 0; turn < turnCount * (OperationsPerTurn / 2); turn++)
            sum = MathF.FusedMultiplyAdd(sum, 0.5f, 1f);
        _sink[0] = sum;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.Create(0.5f);
        TLanes one = TLanes.Create(1f);
        TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero, e = TLanes.Zero, f = TLanes.Zero, g = TLanes.Zero, h = TLanes.Zero;
        for (int turn = 0; turn < turnCount; turn++)
        {
            a = TLanes.FusedMultiplyAdd(a, half, one);
            b = TLanes.FusedMultiplyAdd(b, half, one);
            c = TLanes.FusedMultiplyAdd(c, half, one);
            d = TLanes.FusedMultiplyAdd(d, half, one);
            if (TLanes.AccumulatorCount < 8)
            {
                // With eight chains of two vectors each the sums would not fit the registers; four are 8 vectors, as many as two units of four cycles take.
                a = TLanes.FusedMultiplyAdd(a, half, one);
                b = TLanes.FusedMultiplyAdd(b, half, one);
                c = TLanes.FusedMultiplyAdd(c, half, one);
                d = TLanes.FusedMultiplyAdd(d, half, one);
                continue;
            }

            e = TLanes.FusedMultiplyAdd(e, half, one);
            f = TLanes.FusedMultiplyAdd(f, half, one);
            g = TLanes.FusedMultiplyAdd(g, half, one);
            h = TLanes.FusedMultiplyAdd(h, half, one);
        }

        Span<float> sums = stackalloc float[16];
        TLanes.Store(a + b + (c + d) + (e + f + (g + h)), ref MemoryMarshal.GetReference(sums), 0);
        _sink[0] = sums[0];
    }

    /// <summary>Eight chains of sixteen lanes of two operations, or four twice.</summary>
    public const int OperationsPerTurn = 8 * 16 * 2;
}
