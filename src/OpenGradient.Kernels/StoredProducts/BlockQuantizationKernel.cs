using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Rows of binary32 to 8-bit integers, 32 neighbours to one scale.</summary>
/// <remarks>
/// <para><b>Computes</b> for each block m = max |x|, s = m / 127, q = round((x / m) · 127); m = 0: q = 0, s = +0; m not finite: q = 0, s = NaN.</para>
/// <para><b>Shapes</b> x, q: blocks of 32, contiguous; s: one for each block.</para>
/// <para><b>Rounding</b> every written operation rounds once; q is from -127 to 127 because |x / m| is at most 1.</para>
/// <para><b>Aliasing</b> none.</para>
/// </remarks>
internal readonly ref struct BlockQuantizationKernel(ReadOnlySpan<float> x, Span<sbyte> q, Span<float> scales) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<sbyte> _q = q;
    private readonly Span<float> _scales = scales;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int block = 0; block < _scales.Length; block++)
        {
            ReadOnlySpan<float> x = _x.Slice(block * WeightBlock.ElementCount, WeightBlock.ElementCount);
            Span<sbyte> q = _q.Slice(block * WeightBlock.ElementCount, WeightBlock.ElementCount);
            float largest = 0f;
            foreach (float element in x)
                largest = default(Max).Apply(MathF.Abs(element), largest);
            if (!TryScale(block, largest, q))
                continue;
            for (int i = 0; i < q.Length; i++)
                q[i] = (sbyte)MathF.Round(x[i] / largest * 127f);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float x = ref MemoryMarshal.GetReference(_x);
        Span<float> buffer = stackalloc float[WeightBlock.ElementCount / 2];
        ref float magnitudes = ref MemoryMarshal.GetReference(buffer);
        TLanes magnitude = TLanes.CreateBits(0x7FFFFFFF);
        for (int block = 0; block < _scales.Length; block++)
        {
            TLanes low = TLanes.Load(in x, (nuint)(block * WeightBlock.ElementCount));
            TLanes high = TLanes.Load(in x, (nuint)(block * WeightBlock.ElementCount) + 16);
            TLanes.Store(default(Max).Apply(low & magnitude, high & magnitude), ref magnitudes, 0);
            float largest = Largest(ref magnitudes);
            Span<sbyte> q = _q.Slice(block * WeightBlock.ElementCount, WeightBlock.ElementCount);
            if (!TryScale(block, largest, q))
                continue;
            TLanes divisor = TLanes.Create(largest);
            ref byte bytes = ref Unsafe.As<sbyte, byte>(ref MemoryMarshal.GetReference(q));
            TLanes.StoreBytes(Whole(low / divisor), ref bytes, 0);
            TLanes.StoreBytes(Whole(high / divisor), ref bytes, 16);
        }
    }

    /// <summary>Writes the scale; false, and q zero, if there is nothing to divide by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryScale(int block, float largest, Span<sbyte> q)
    {
        bool isFinite = float.IsFinite(largest);
        _scales[block] = isFinite ? largest / 127f : BitConverter.UInt32BitsToSingle(CanonicalNaN.Bits);
        if (isFinite && largest > 0f)
            return true;
        q.Clear();
        return false;
    }

    /// <summary>The largest of sixteen magnitudes: as integers, whose order is that of the numbers, with NaNs above all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(ref float magnitudes)
    {
        ref int bits = ref Unsafe.As<float, int>(ref magnitudes);
        Vector128<int> four = Vector128.Max(
            Vector128.Max(Vector128.LoadUnsafe(ref bits), Vector128.LoadUnsafe(ref bits, 4)),
            Vector128.Max(Vector128.LoadUnsafe(ref bits, 8), Vector128.LoadUnsafe(ref bits, 12)));

        // Not number by number: which of them is the largest no processor foresees.
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)));
        return four.AsSingle().ToScalar();
    }

    /// <summary>round(x · 127) for x from -1 to 1, as the low eight bits of each lane: the sum with 1.5 · 2^23 has no bits below 1, so it rounds to a whole number, ties to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Whole<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => (x * TLanes.Create(127f)) + TLanes.Create(12582912f);
}
