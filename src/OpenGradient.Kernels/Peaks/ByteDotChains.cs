using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Products of bytes added up in chains that do not depend on one another, as many as the registers hold: the most that a core does of them.</summary>
/// <remarks>Shapes: sink one element. Each turn is <see cref="OperationsPerTurn"/> operations. Where code of our own may run, that is taken: it is faster.</remarks>
internal readonly ref struct ByteDotChains(int turnCount, Span<float> sink) : ILaneKernel
{
    private readonly Span<float> _sink = sink;

    /// <inheritdoc/>
    public void RunScalar()
    {
        int sum = 0;
        for (int turn = 0; turn < turnCount * (OperationsPerTurn / 2); turn++)
            sum += (turn & 0xFF) * (sbyte)turn;
        _sink[0] = sum;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (EmittedDotChains.IsSupported && typeof(TLanes) == typeof(Lanes512))
        {
            EmittedDotChains.Run(turnCount);
            return;
        }

        Span<byte> storage = stackalloc byte[64];
        storage.Fill(3);
        ref byte bytes = ref MemoryMarshal.GetReference(storage);
        TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero, e = TLanes.Zero, f = TLanes.Zero, g = TLanes.Zero, h = TLanes.Zero;
        for (int turn = 0; turn < turnCount; turn++)
        {
            // Each chain has other operands, or a compiler could multiply once for all.
            a = TLanes.MultiplyAddBytes(a, in bytes, 0, turn);
            b = TLanes.MultiplyAddBytes(b, in bytes, 0, turn + 1);
            c = TLanes.MultiplyAddBytes(c, in bytes, 0, turn + 2);
            d = TLanes.MultiplyAddBytes(d, in bytes, 0, turn + 3);
            if (TLanes.AccumulatorCount < 8)
            {
                a = TLanes.MultiplyAddBytes(a, in bytes, 0, turn + 4);
                b = TLanes.MultiplyAddBytes(b, in bytes, 0, turn + 5);
                c = TLanes.MultiplyAddBytes(c, in bytes, 0, turn + 6);
                d = TLanes.MultiplyAddBytes(d, in bytes, 0, turn + 7);
                continue;
            }

            e = TLanes.MultiplyAddBytes(e, in bytes, 0, turn + 4);
            f = TLanes.MultiplyAddBytes(f, in bytes, 0, turn + 5);
            g = TLanes.MultiplyAddBytes(g, in bytes, 0, turn + 6);
            h = TLanes.MultiplyAddBytes(h, in bytes, 0, turn + 7);
        }

        Span<float> sums = stackalloc float[16];
        TLanes.Store(TLanes.ConvertBitsToSingle(a ^ b ^ (c ^ d) ^ (e ^ f ^ (g ^ h))), ref MemoryMarshal.GetReference(sums), 0);
        _sink[0] = sums[0];
    }

    /// <summary>Eight chains, or four twice, of sixteen lanes of four products, a multiplication and an addition each.</summary>
    public const int OperationsPerTurn = 8 * 16 * 4 * 2;
}
