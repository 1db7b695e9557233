using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>To and from 64-bit integers, as the integer profile does it at its ends.</summary>
internal static class WideConversion
{
    /// <summary>Cut towards zero; out of range to the nearest, NaN to 0.</summary>
    public static void Cut(ReadOnlySpan<float> x, Span<long> y)
    {
        int start = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; start <= y.Length - 8; start += 8)
            {
                (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(x), (nuint)start));
                Vector512.ConvertToInt64(Vector512.Create(low, high)).StoreUnsafe(ref MemoryMarshal.GetReference(y), (nuint)start);
            }
        }

        for (; start < y.Length; start++)
            y[start] = double.ConvertToInteger<long>(x[start]);
    }

    /// <summary>Exact.</summary>
    public static void Widen(ReadOnlySpan<short> x, Span<long> y)
    {
        int start = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; start <= y.Length - 16; start += 16)
            {
                (Vector256<int> low, Vector256<int> high) = Vector256.Widen(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(x), (nuint)start));
                Put(low, ref MemoryMarshal.GetReference(y), start);
                Put(high, ref MemoryMarshal.GetReference(y), start + 8);
            }
        }

        for (; start < y.Length; start++)
            y[start] = x[start];
    }

    /// <summary>The same in parts.</summary>
    public static void Widen(ReadOnlySpan<short> x, Span<long> y, Workers workers) => workers.For(new Parts(x, y), (y.Length + PartElements - 1) / PartElements);

    /// <summary>The low 16 bits.</summary>
    public static void Narrow(ReadOnlySpan<long> x, Span<short> y)
    {
        int start = 0;
        for (int end = IsWide ? y.Length - 8 : -1; start <= end; start += 8)
            Avx512F.ConvertToVector128Int16(Vector512.LoadUnsafe(in MemoryMarshal.GetReference(x), (nuint)start)).StoreUnsafe(ref MemoryMarshal.GetReference(y), (nuint)start);
        for (; start < y.Length; start++)
            y[start] = unchecked((short)x[start]);
    }

    /// <summary>Rounded once, to nearest, ties to even.</summary>
    public static void Round(ReadOnlySpan<long> x, Span<float> y)
    {
        int start = 0;
        for (int end = IsWide ? y.Length - 8 : -1; start <= end; start += 8)
            Avx512DQ.ConvertToVector256Single(Vector512.LoadUnsafe(in MemoryMarshal.GetReference(x), (nuint)start)).StoreUnsafe(ref MemoryMarshal.GetReference(y), (nuint)start);
        for (; start < y.Length; start++)
        {
            // Binary64 holds the small ones exactly; of the others it keeps what the second rounding asks for.
            y[start] = x[start] is >= -ExactLimit and <= ExactLimit ? (float)(double)x[start] : (float)WideIntegers.ToOdd(x[start], isUnsigned: false);
        }
    }

    private static bool IsWide => Avx512DQ.IsSupported && (LaneDispatch.Limit ?? LaneWidth.Bits512) >= LaneWidth.Bits512;

    private static void Put(Vector256<int> x, ref long y, int start)
    {
        (Vector256<long> low, Vector256<long> high) = Vector256.Widen(x);
        low.StoreUnsafe(ref y, (nuint)start);
        high.StoreUnsafe(ref y, (nuint)start + 4);
    }

    private readonly ref struct Parts(ReadOnlySpan<short> x, Span<long> y) : IWorkBody
    {
        private readonly ReadOnlySpan<short> _x = x;
        private readonly Span<long> _y = y;

        public void Run(int part, int participant)
        {
            int start = part * PartElements;
            int count = Math.Min(PartElements, _y.Length - start);
            Widen(_x.Slice(start, count), _y.Slice(start, count));
        }
    }

    private const int PartElements = 1 << 15;
    private const long ExactLimit = 1L << 53;
}
