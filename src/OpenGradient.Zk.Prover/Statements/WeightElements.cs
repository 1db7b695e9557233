using System.Runtime.InteropServices;
using OpenGradient.Zk.Prover.Kernels.Integers;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The elements of a weight in the 8 or 16 bits that each has; whoever needs them wider widens as many as it works on.</summary>
/// <param name="bytes">The elements, one after another.</param>
/// <param name="elementBytes">1 or 2.</param>
internal sealed class WeightElements(ReadOnlyMemory<byte> bytes, int elementBytes)
{
    public int Count => bytes.Length / elementBytes;

    /// <summary>The element at a place.</summary>
    public long this[int place] => elementBytes == sizeof(sbyte) ? MemoryMarshal.Cast<byte, sbyte>(bytes.Span)[place] : MemoryMarshal.Cast<byte, short>(bytes.Span)[place];

    /// <summary>Of integers that fit 16 bits.</summary>
    public static WeightElements Of(long[] elements) => new(MemoryMarshal.AsBytes<short>(Array.ConvertAll(elements, static element => checked((short)element))).ToArray(), sizeof(short));

    /// <summary>So many elements from one on: where they lie if they have 16 bits, otherwise in the buffer.</summary>
    public ReadOnlySpan<short> Read(int start, int count, Span<short> buffer)
    {
        if (elementBytes == sizeof(short))
            return MemoryMarshal.Cast<byte, short>(bytes.Span).Slice(start, count);
        ShortIntegers.Widen(MemoryMarshal.Cast<byte, sbyte>(bytes.Span).Slice(start, count), buffer);
        return buffer[..count];
    }

    /// <summary>As many elements from one on as there is room for.</summary>
    public void Widen(int start, Span<long> wide)
    {
        if (elementBytes == sizeof(short))
            ShortIntegers.Widen(MemoryMarshal.Cast<byte, short>(bytes.Span).Slice(start, wide.Length), wide);
        else
            ShortIntegers.Widen(MemoryMarshal.Cast<byte, sbyte>(bytes.Span).Slice(start, wide.Length), wide);
    }

    /// <summary>All of them.</summary>
    public long[] ToIntegers()
    {
        long[] integers = GC.AllocateUninitializedArray<long>(Count);
        Widen(0, integers);
        return integers;
    }
}
