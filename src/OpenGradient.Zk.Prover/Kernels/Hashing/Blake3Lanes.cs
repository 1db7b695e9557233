using System.Runtime.CompilerServices;
using OpenGradient.Zk.Hashing;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>The compression of BLAKE3 of several states at once: <see cref="Blake3Compression"/>, a lane each.</summary>
internal static class Blake3Lanes<THalves, TWords>
    where THalves : struct, IHalfWordLanes<THalves, TWords>
    where TWords : struct, IWordLanes<TWords>
{
    /// <inheritdoc cref="Blake3Compression.Apply"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<THalves> chained, ReadOnlySpan<THalves> block, uint counter, int blockBytes, Blake3Flags flags)
    {
        chained = chained[..Blake3Compression.KeyWords]; // one check of bounds for all below
        block = block[..Blake3Compression.BlockWords];
        (THalves v0, THalves v1, THalves v2, THalves v3) = (chained[0], chained[1], chained[2], chained[3]);
        (THalves v4, THalves v5, THalves v6, THalves v7) = (chained[4], chained[5], chained[6], chained[7]);
        ReadOnlySpan<uint> constants = Blake3Compression.InitialValue;
        (THalves v8, THalves v9, THalves v10, THalves v11) = (THalves.Create(constants[0]), THalves.Create(constants[1]), THalves.Create(constants[2]), THalves.Create(constants[3]));
        (THalves v12, THalves v13, THalves v14, THalves v15) = (THalves.Create(counter), THalves.Create(0), THalves.Create((uint)blockBytes), THalves.Create((uint)flags));
        ReadOnlySpan<byte> order = Blake3Compression.Schedule;
        for (; order.Length >= Blake3Compression.BlockWords; order = order[Blake3Compression.BlockWords..])
        {
            Mix(ref v0, ref v4, ref v8, ref v12, block[order[0]], block[order[1]]);
            Mix(ref v1, ref v5, ref v9, ref v13, block[order[2]], block[order[3]]);
            Mix(ref v2, ref v6, ref v10, ref v14, block[order[4]], block[order[5]]);
            Mix(ref v3, ref v7, ref v11, ref v15, block[order[6]], block[order[7]]);
            Mix(ref v0, ref v5, ref v10, ref v15, block[order[8]], block[order[9]]);
            Mix(ref v1, ref v6, ref v11, ref v12, block[order[10]], block[order[11]]);
            Mix(ref v2, ref v7, ref v8, ref v13, block[order[12]], block[order[13]]);
            Mix(ref v3, ref v4, ref v9, ref v14, block[order[14]], block[order[15]]);
        }

        (chained[0], chained[1], chained[2], chained[3]) = (v0 ^ v8, v1 ^ v9, v2 ^ v10, v3 ^ v11);
        (chained[4], chained[5], chained[6], chained[7]) = (v4 ^ v12, v5 ^ v13, v6 ^ v14, v7 ^ v15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref THalves a, ref THalves b, ref THalves c, ref THalves d, THalves x, THalves y)
    {
        a = a + b + x;
        d = (d ^ a).RotateRight(16);
        c += d;
        b = (b ^ c).RotateRight(12);
        a = a + b + y;
        d = (d ^ a).RotateRight(8);
        c += d;
        b = (b ^ c).RotateRight(7);
    }
}
