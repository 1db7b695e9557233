using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Rotates pairs of a head's elements by the angles of a position.</summary>
/// <remarks>
/// <para><b>Computes</b> a' = fma(a, cos, -(b · sin)), b' = fma(a, sin, b · cos).</para>
/// <para><b>Shapes</b> row: [heads, headDim]; pairs: [dimensions / 2, 2]. Elements from <c>dimensions</c> on stay.</para>
/// <para><b>Order</b> interleaved: pair i is elements 2i and 2i + 1; halves: elements i and i + dimensions / 2.</para>
/// <para><b>Rounding</b> b · sin and b · cos round once, each fma once; NaNs leave in the one form.</para>
/// <para><b>Aliasing</b> in place.</para>
/// </remarks>
internal static class Rotation
{
    /// <summary>Rotates every head of a row.</summary>
    public static void Rotate(Span<float> row, int headDim, ReadOnlySpan<float> pairs, bool isInterleaved)
    {
        bool isWide = Vector128.IsHardwareAccelerated && LaneDispatch.ActiveWidth > LaneWidth.Scalar;
        for (int head = 0; head < row.Length; head += headDim)
        {
            Span<float> own = row[head..][..pairs.Length];
            int done = !isWide ? 0 : isInterleaved ? RotateNeighbours(own, pairs) : RotateHalves(own, pairs);
            RotateScalar(own, pairs, isInterleaved, done);
        }
    }

    /// <summary>The definition, from a pair on.</summary>
    public static void RotateScalar(Span<float> head, ReadOnlySpan<float> pairs, bool isInterleaved, int firstPair = 0)
    {
        int pairCount = pairs.Length / 2;
        int step = isInterleaved ? 2 : 1;
        int distance = isInterleaved ? 1 : pairCount;
        for (int i = firstPair; i < pairCount; i++)
        {
            ref float first = ref head[i * step];
            ref float second = ref head[(i * step) + distance];
            float cos = pairs[2 * i];
            float sin = pairs[(2 * i) + 1];
            float rotated = MathF.FusedMultiplyAdd(first, cos, -(second * sin));
            second = CanonicalNaN.Of(MathF.FusedMultiplyAdd(first, sin, second * cos));
            first = CanonicalNaN.Of(rotated);
        }
    }

    /// <summary>Two pairs at a time, each [a, b] by [cos, sin] and [-sin, cos]; returns how many pairs are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int RotateNeighbours(Span<float> head, ReadOnlySpan<float> pairs)
    {
        ref float x = ref MemoryMarshal.GetReference(head[..pairs.Length]);
        ref float pair = ref MemoryMarshal.GetReference(pairs);
        nuint done = 0;
        for (; done + 4 <= (nuint)pairs.Length; done += 4)
        {
            Vector128<float> own = Vector128.LoadUnsafe(ref x, done);
            Vector128<float> turn = Vector128.LoadUnsafe(ref pair, done);
            Vector128<float> crossed = Vector128.Shuffle(turn, Vector128.Create(1, 0, 3, 2)) ^ Vector128.Create(-0f, 0f, -0f, 0f);
            Vector128<float> product = Vector128.Shuffle(own, Vector128.Create(1, 1, 3, 3)) * crossed;
            OneNaN(Vector128.FusedMultiplyAdd(Vector128.Shuffle(own, Vector128.Create(0, 0, 2, 2)), turn, product)).StoreUnsafe(ref x, done);
        }

        return (int)done / 2;
    }

    /// <summary>Four pairs at a time; returns how many are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int RotateHalves(Span<float> head, ReadOnlySpan<float> pairs)
    {
        nuint count = (nuint)pairs.Length / 2;
        ref float first = ref MemoryMarshal.GetReference(head[..pairs.Length]);
        ref float second = ref Unsafe.Add(ref first, count);
        ref float pair = ref MemoryMarshal.GetReference(pairs);
        nuint done = 0;
        for (; done + 4 <= count; done += 4)
        {
            Vector128<float> low = Vector128.LoadUnsafe(ref pair, 2 * done);
            Vector128<float> high = Vector128.LoadUnsafe(ref pair, (2 * done) + 4);
            Vector128<float> cos = Vector128.Create(Vector128.Shuffle(low, Vector128.Create(0, 2, 0, 2)).GetLower(), Vector128.Shuffle(high, Vector128.Create(0, 2, 0, 2)).GetLower());
            Vector128<float> sin = Vector128.Create(Vector128.Shuffle(low, Vector128.Create(1, 3, 1, 3)).GetLower(), Vector128.Shuffle(high, Vector128.Create(1, 3, 1, 3)).GetLower());
            Vector128<float> a = Vector128.LoadUnsafe(ref first, done);
            Vector128<float> b = Vector128.LoadUnsafe(ref second, done);
            OneNaN(Vector128.FusedMultiplyAdd(a, cos, b * (sin ^ Vector128.Create(-0f)))).StoreUnsafe(ref first, done);
            OneNaN(Vector128.FusedMultiplyAdd(a, sin, b * cos)).StoreUnsafe(ref second, done);
        }

        return (int)done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> OneNaN(Vector128<float> x) => Vector128.ConditionalSelect(Vector128.Equals(x, x), x, Vector128.Create(CanonicalNaN.Bits).AsSingle());
}
