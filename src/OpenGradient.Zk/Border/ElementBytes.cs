using System.Buffers.Binary;
using OpenGradient.Programs;

namespace OpenGradient.Zk.Border;

/// <summary>From the bytes of tensors to numbers and back; little-endian, as exec-1 has them.</summary>
internal static class ElementBytes
{
    /// <summary>The elements as integers; null for types that are no integers, and for bytes that are not as many as whole elements take.</summary>
    public static long[]? TryReadIntegers(ElementType type, ReadOnlySpan<byte> bytes)
    {
        int size = type.SizeBytes();
        if (!IsInteger(type) || bytes.Length % size != 0)
            return null;
        long[] elements = new long[bytes.Length / size];
        for (int index = 0; index < elements.Length; index++)
            elements[index] = Read(type, bytes.Slice(index * size, size));
        return elements;
    }

    /// <summary>Whether elements of the type are whole bytes that an <c>i64</c> holds.</summary>
    public static bool IsInteger(ElementType type) => type is ElementType.Bool or ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32
        or ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64;

    /// <summary>A binary32 number as an element of the type: <c>Cast</c> of exec-1 section 5.</summary>
    public static long FromFloat(ElementType type, uint number) => type == ElementType.Bool ? (Binary32.IsZero(number) ? 0 : 1) : Narrow(type, Binary32.ToInteger(number));

    private static long Narrow(ElementType type, long number) => type switch
    {
        ElementType.Int32 => Math.Clamp(number, int.MinValue, int.MaxValue),
        ElementType.Int16 => unchecked((short)number),
        ElementType.Int8 => unchecked((sbyte)number),
        ElementType.UInt32 => unchecked((uint)number),
        ElementType.UInt16 => unchecked((ushort)number),
        ElementType.UInt8 => unchecked((byte)number),
        _ => number,
    };

    /// <summary>The bits of binary32 elements, every NaN the one NaN.</summary>
    public static uint[] ReadFloats(ReadOnlySpan<byte> bytes)
    {
        uint[] elements = new uint[bytes.Length / sizeof(uint)];
        for (int index = 0; index < elements.Length; index++)
            elements[index] = Binary32.Canonical(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(index * sizeof(uint))..]));
        return elements;
    }

    /// <summary>The bits of the binary32 numbers nearest to binary64 elements.</summary>
    public static uint[] ReadWideFloats(ReadOnlySpan<byte> bytes)
    {
        uint[] elements = new uint[bytes.Length / sizeof(ulong)];
        for (int index = 0; index < elements.Length; index++)
            elements[index] = Binary32.FromBinary64(BinaryPrimitives.ReadUInt64LittleEndian(bytes[(index * sizeof(ulong))..]));
        return elements;
    }

    /// <summary>The bytes of binary32 numbers as binary64 elements.</summary>
    public static byte[] WriteWide(ReadOnlySpan<uint> floats)
    {
        byte[] bytes = new byte[floats.Length * sizeof(ulong)];
        for (int index = 0; index < floats.Length; index++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(index * sizeof(ulong)), Binary32.ToBinary64(floats[index]));
        return bytes;
    }

    /// <summary>The bytes of integers, their low bits kept.</summary>
    public static byte[] Write(ElementType type, ReadOnlySpan<long> elements)
    {
        int size = type.SizeBytes();
        byte[] bytes = new byte[elements.Length * size];
        Span<byte> word = stackalloc byte[sizeof(long)];
        for (int index = 0; index < elements.Length; index++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(word, elements[index]);
            word[..size].CopyTo(bytes.AsSpan(index * size));
        }

        return bytes;
    }

    public static byte[] Write(ReadOnlySpan<uint> floats)
    {
        byte[] bytes = new byte[floats.Length * sizeof(uint)];
        for (int index = 0; index < floats.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)), floats[index]);
        return bytes;
    }

    private static long Read(ElementType type, ReadOnlySpan<byte> element) => type switch
    {
        ElementType.Int8 => unchecked((sbyte)element[0]),
        ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
        ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
        ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
        ElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
        ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
        _ => element[0],
    };
}
