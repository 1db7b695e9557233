using System.Runtime.InteropServices;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The one form that each element has inside a run: one NaN for each type, the unused bits of small integers as their sign says, booleans 0 or 1.</summary>
internal static class CanonicalForm
{
    /// <summary>The same bytes if all elements have the form already, else a copy in which they do.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="elements">Not changed.</param>
    /// <param name="workers">Who looks; when they are cancelled, the answer means nothing.</param>
    public static byte[] Of(ElementType type, byte[] elements, Workers workers = default)
    {
        if (!IsNeeded(type, elements, workers))
            return elements;
        byte[] copy = (byte[])elements.Clone();
        Apply(type, copy);
        return copy;
    }

    /// <summary>Brings every element into the form.</summary>
    public static void Apply(ElementType type, Span<byte> elements)
    {
        switch (type)
        {
            case ElementType.Float32:
                foreach (ref uint bits in MemoryMarshal.Cast<byte, uint>(elements))
                    bits = Of(bits);
                break;
            case ElementType.Float64:
                foreach (ref ulong bits in MemoryMarshal.Cast<byte, ulong>(elements))
                    bits = Of(bits);
                break;
            case ElementType.Float16 or ElementType.BFloat16:
                foreach (ref ushort bits in MemoryMarshal.Cast<byte, ushort>(elements))
                    bits = Of(type, bits);
                break;
            default:
                if (type.SizeBytes() > 1 || IsAnyByteGood(type))
                    break;
                foreach (ref byte bits in elements)
                    bits = Of(type, bits);
                break;
        }
    }

    private static bool IsNeeded(ElementType type, ReadOnlySpan<byte> elements, Workers workers)
    {
        switch (type)
        {
            case ElementType.Float32:
                return NaNSearch.FindsOther(elements, workers);
            case ElementType.Bool:
                return elements.ContainsAnyExceptInRange((byte)0, (byte)1);
            case ElementType.Float64:
                foreach (ulong bits in MemoryMarshal.Cast<byte, ulong>(elements))
                {
                    if (bits != Of(bits))
                        return true;
                }

                return false;
            case ElementType.Float16 or ElementType.BFloat16:
                foreach (ushort bits in MemoryMarshal.Cast<byte, ushort>(elements))
                {
                    if (bits != Of(type, bits))
                        return true;
                }

                return false;
            default:
                return type.SizeBytes() == 1 && !IsAnyByteGood(type) && AnyByteDiffers(type, elements);
        }
    }

    private static bool AnyByteDiffers(ElementType type, ReadOnlySpan<byte> elements)
    {
        foreach (byte bits in elements)
        {
            if (bits != Of(type, bits))
                return true;
        }

        return false;
    }

    private static bool IsAnyByteGood(ElementType type) =>
        type is ElementType.Int8 or ElementType.UInt8 or ElementType.Float8E4M3FnUz or ElementType.Float8E5M2FnUz or ElementType.Float8E8M0;

    private static uint Of(uint bits) => (bits & 0x7FFF_FFFF) > 0x7F80_0000 ? CanonicalNaN.Bits : bits;

    private static ulong Of(ulong bits) => (bits & 0x7FFF_FFFF_FFFF_FFFF) > 0x7FF0_0000_0000_0000 ? 0x7FF8_0000_0000_0000 : bits;

    private static ushort Of(ElementType type, ushort bits) => type == ElementType.Float16
        ? (bits & 0x7FFF) > 0x7C00 ? (ushort)0x7E00 : bits
        : (bits & 0x7FFF) > 0x7F80 ? (ushort)0x7FC0 : bits;

    private static byte Of(ElementType type, byte bits) => type switch
    {
        ElementType.Bool => bits == 0 ? (byte)0 : (byte)1,
        ElementType.UInt4 or ElementType.Float4E2M1 => (byte)(bits & 15),
        ElementType.UInt2 => (byte)(bits & 3),
        ElementType.Int4 => unchecked((byte)((sbyte)(bits << 4) >> 4)),
        ElementType.Int2 => unchecked((byte)((sbyte)(bits << 6) >> 6)),
        ElementType.Float8E4M3Fn => (bits & 0x7F) == 0x7F ? (byte)0x7F : bits,
        ElementType.Float8E5M2 => (bits & 0x7F) > 0x7C ? (byte)0x7E : bits,
        _ => bits,
    };
}
