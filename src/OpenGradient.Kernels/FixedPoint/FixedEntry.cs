using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>How real numbers become integers: clip(round(x · factor), low, high), cut to 64 bits; NaN becomes 0.</summary>
/// <param name="Factor">Integers in a unit.</param>
/// <param name="Low">Less is cut.</param>
/// <param name="High">More is cut.</param>
internal sealed record FixedEntry(float Factor, float Low, float High)
{
    /// <summary>The integers of a block of numbers; both are equally long.</summary>
    public void Run(ReadOnlySpan<float> x, Span<long> block)
    {
        if (IsWide && x.Length >= 8)
        {
            Vectors(x, block);
            Vectors(x[^8..], block[^8..]);
            return;
        }

        for (int done = 0; done < x.Length; done += ElementsAtOnce)
        {
            int count = Math.Min(ElementsAtOnce, x.Length - done);
            Cut(x.Slice(done, count), block.Slice(done, count));
        }
    }

    private void Cut(ReadOnlySpan<float> x, Span<long> block)
    {
        Span<float> whole = stackalloc float[ElementsAtOnce];
        Elementwise.Map(new Requantized(Factor, Low, High), x, whole[..x.Length]);
        WideConversion.Cut(whole[..x.Length], block);
    }

    /// <summary>Whether whole numbers between the bounds have 64 bits, and the processor converts them.</summary>
    private bool IsWide => Avx512DQ.IsSupported && (LaneDispatch.Limit ?? LaneWidth.Bits512) >= LaneWidth.Bits512 && Low >= -Limit && High <= Limit && Low <= High;

    /// <summary>As many whole vectors as there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Vectors(ReadOnlySpan<float> x, Span<long> block)
    {
        int count = x.Length & ~7;
        ref float source = ref MemoryMarshal.GetReference(x);
        ref long target = ref MemoryMarshal.GetReference(block);
        var factor = Vector256.Create(Factor);
        var low = Vector256.Create(Low);
        var high = Vector256.Create(High);
        for (nuint i = 0; i < (nuint)count; i += 8)
        {
            Vector256<float> whole = Avx.RoundToNearestInteger(Vector256.LoadUnsafe(ref source, i) * factor);
            Vector256<float> cut = Avx.Min(Avx.Max(whole, low), high) & Avx.CompareOrdered(whole, whole);
            Avx512DQ.ConvertToVector512Int64(cut).StoreUnsafe(ref target, i);
        }
    }

    private const int ElementsAtOnce = 128;
    private const float Limit = 1L << 62;
}
