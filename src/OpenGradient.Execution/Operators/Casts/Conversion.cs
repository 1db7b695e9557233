using System.Runtime.InteropServices;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Elements of one type as elements of another, each rounded or cut once.</summary>
internal static class Conversion
{
    /// <summary>How many elements go through the widest type at a time.</summary>
    public const int BlockElements = 128;

    /// <summary>y[i] = x[i] as <paramref name="to"/>; the spans hold equally many elements.</summary>
    public static void Run(ElementType from, ReadOnlySpan<byte> x, ElementType to, Span<byte> y, CastRule rule)
    {
        if (TryRunDirect(from, x, to, y))
            return;
        int fromBytes = from.SizeBytes();
        int toBytes = to.SizeBytes();
        int count = x.Length / fromBytes;
        for (int start = 0; start < count; start += BlockElements)
        {
            int length = Math.Min(BlockElements, count - start);
            ReadOnlySpan<byte> source = x.Slice(start * fromBytes, length * fromBytes);
            Span<byte> target = y.Slice(start * toBytes, length * toBytes);
            if (IsWhole(from))
                FromIntegers(from, source, to, target, length, rule);
            else
                FromReals(from, source, to, target, length, rule);
        }
    }

    private static bool TryRunDirect(ElementType from, ReadOnlySpan<byte> x, ElementType to, Span<byte> y)
    {
        switch (from, to)
        {
            case (ElementType.Float16, ElementType.Float32):
                HalfConversion.Widen16(MemoryMarshal.Cast<byte, ushort>(x), MemoryMarshal.Cast<byte, float>(y));
                return true;
            case (ElementType.Float32, ElementType.Float16):
                HalfConversion.Narrow16(MemoryMarshal.Cast<byte, float>(x), MemoryMarshal.Cast<byte, ushort>(y));
                return true;
            case (ElementType.BFloat16, ElementType.Float32):
                HalfConversion.WidenB16(MemoryMarshal.Cast<byte, ushort>(x), MemoryMarshal.Cast<byte, float>(y));
                return true;
            case (ElementType.Float32, ElementType.BFloat16):
                HalfConversion.NarrowB16(MemoryMarshal.Cast<byte, float>(x), MemoryMarshal.Cast<byte, ushort>(y));
                return true;
            case (ElementType.Float32, ElementType.Int64):
                WideConversion.Cut(MemoryMarshal.Cast<byte, float>(x), MemoryMarshal.Cast<byte, long>(y));
                return true;
            case (ElementType.Int16, ElementType.Int64):
                WideConversion.Widen(MemoryMarshal.Cast<byte, short>(x), MemoryMarshal.Cast<byte, long>(y));
                return true;
            case (ElementType.Int64, ElementType.Int16):
                WideConversion.Narrow(MemoryMarshal.Cast<byte, long>(x), MemoryMarshal.Cast<byte, short>(y));
                return true;
            case (ElementType.Int64, ElementType.Float32):
                WideConversion.Round(MemoryMarshal.Cast<byte, long>(x), MemoryMarshal.Cast<byte, float>(y));
                return true;
            default:
                return false;
        }
    }

    private static bool IsWhole(ElementType type) => type == ElementType.Bool || type.IsInteger();

    private static void FromIntegers(ElementType from, ReadOnlySpan<byte> x, ElementType to, Span<byte> y, int length, CastRule rule)
    {
        Span<long> block = stackalloc long[BlockElements];
        block = block[..length];
        ElementReader.Integers(from, x, block);
        if (IsWhole(to))
        {
            ElementWriter.Integers(to, block, y);
            return;
        }

        // A second rounding must not see what the first one did to a number near the middle of two; only binary64 itself takes the nearest.
        bool isUnsigned = from == ElementType.UInt64;
        Span<double> reals = MemoryMarshal.Cast<long, double>(block);
        for (int i = 0; i < length; i++)
            reals[i] = to == ElementType.Float64 ? WideIntegers.ToNearest(block[i], isUnsigned) : WideIntegers.ToOdd(block[i], isUnsigned);
        ElementWriter.Reals(to, reals, y, rule);
    }

    private static void FromReals(ElementType from, ReadOnlySpan<byte> x, ElementType to, Span<byte> y, int length, CastRule rule)
    {
        Span<double> block = stackalloc double[BlockElements];
        block = block[..length];
        ElementReader.Reals(from, x, block);
        if (IsWhole(to))
            ElementWriter.Cut(to, block, y);
        else
            ElementWriter.Reals(to, block, y, rule);
    }
}
