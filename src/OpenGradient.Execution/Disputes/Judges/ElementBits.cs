using System.Buffers.Binary;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Bits of single elements in the one form that exec-1 has.</summary>
internal static class ElementBits
{
    /// <summary>A binary32 number as a word, NaN in the one form.</summary>
    public static ulong Of(float number) => BitConverter.SingleToUInt32Bits(CanonicalNaN.Of(number));

    /// <summary>The bits of an element of a value.</summary>
    public static ulong Of(Tensor value, long element)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        int size = value.Type.SizeBytes();
        value.Bytes.AsSpan(checked((int)(element * size)), size).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>The binary32 number in a word.</summary>
    public static float Float(ulong word) => BitConverter.UInt32BitsToSingle((uint)word);
}
