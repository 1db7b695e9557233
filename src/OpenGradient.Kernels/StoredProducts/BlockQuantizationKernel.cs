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
        Span<float> buffer = stackalloc float[WeightBlock.ElementCount];
        ref float rounded = ref MemoryMarshal.GetReference(buffer);
        TLanes magnitude = TLanes.CreateBits(0x7FFFFFFF);
        for (int block = 0; block < _scales.Length; block++)
        {
            TLanes low = TLanes.Load(in x, (nuint)(block * WeightBlock.ElementCount));
            TLanes high = TLanes.Load(in x, (nuint)(block * WeightBlock.ElementCount) + 16);
            TLanes.Store(default(Max).Apply(low & magnitude, high & magnitude), ref rounded, 0);
            float largest = Largest(ref rounded);
            Span<sbyte> q = _q.Slice(block * WeightBlock.ElementCount, WeightBlock.ElementCount);
            if (!TryScale(block, largest, q))
                continue;
            TLanes divisor = TLanes.Create(largest);
            TLanes steps = TLanes.Create(127f);
            TLanes.Store(TLanes.Round(low / divisor * steps), ref rounded, 0);
            TLanes.Store(TLanes.Round(high / divisor * steps), ref rounded, 16);
            Narrow(ref rounded, ref MemoryMarshal.GetReference(q));
        }
    }

    /// <summary>Writes the scale; false, and q zero, if there is nothing to divide by.</summary>
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
    private static float Largest(ref float magnitudes)
    {
        ref int bits = ref Unsafe.As<float, int>(ref magnitudes);
        Vector128<int> four = Vector128.Max(
            Vector128.Max(Vector128.LoadUnsafe(ref bits), Vector128.LoadUnsafe(ref bits, 4)),
            Vector128.Max(Vector128.LoadUnsafe(ref bits, 8), Vector128.LoadUnsafe(ref bits, 12)));
        int largest = Math.Max(Math.Max(four.GetElement(0), four.GetElement(1)), Math.Max(four.GetElement(2), four.GetElement(3)));
        return BitConverter.Int32BitsToSingle(largest);
    }

    /// <summary>32 whole numbers from -127 to 127 as bytes.</summary>
    private static void Narrow(ref float rounded, ref sbyte q)
    {
        for (nuint i = 0; i < WeightBlock.ElementCount; i += 16)
        {
            Vector128<short> low = Vector128.Narrow(
                Vector128.ConvertToInt32(Vector128.LoadUnsafe(ref rounded, i)), Vector128.ConvertToInt32(Vector128.LoadUnsafe(ref rounded, i + 4)));
            Vector128<short> high = Vector128.Narrow(
                Vector128.ConvertToInt32(Vector128.LoadUnsafe(ref rounded, i + 8)), Vector128.ConvertToInt32(Vector128.LoadUnsafe(ref rounded, i + 12)));
            Vector128.Narrow(low, high).StoreUnsafe(ref q, i);
        }
    }
}
