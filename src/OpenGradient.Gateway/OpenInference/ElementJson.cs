using System.Buffers.Binary;
using System.Text.Json;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>One element as a JSON number or boolean.</summary>
/// <remarks>A number is rounded once from its decimal text; one of <c>BF16</c> by way of binary32.</remarks>
internal static class ElementJson
{
    /// <summary>Reads the token on which <paramref name="reader"/> stands into <paramref name="element"/>; false if it is no value of the type.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, ElementType type, Span<byte> element)
    {
        if (type == ElementType.Bool)
        {
            element[0] = reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
            return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
        }

        return reader.TokenType == JsonTokenType.Number
            && (type.IsInteger() ? TryReadInteger(ref reader, type, element) : TryReadFloat(ref reader, type, element));
    }

    /// <summary>Writes one element.</summary>
    public static void Write(Utf8JsonWriter writer, ElementType type, ReadOnlySpan<byte> element)
    {
        switch (type)
        {
            case ElementType.Bool:
                writer.WriteBooleanValue(element[0] != 0);
                break;
            case ElementType.Float64:
                writer.WriteNumberValue(BinaryPrimitives.ReadDoubleLittleEndian(element));
                break;
            case ElementType.UInt64:
                writer.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(element));
                break;
            default:
                if (type.IsInteger())
                    writer.WriteNumberValue(Integer(type, element));
                else
                    writer.WriteNumberValue(Float(type, element));
                break;
        }
    }

    /// <summary>Whether a float is neither infinite nor NaN; every other element is finite.</summary>
    public static bool IsFinite(ElementType type, ReadOnlySpan<byte> element) => type switch
    {
        ElementType.Float64 => double.IsFinite(BinaryPrimitives.ReadDoubleLittleEndian(element)),
        ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16 => float.IsFinite(Float(type, element)),
        _ => true,
    };

    private static bool TryReadFloat(ref Utf8JsonReader reader, ElementType type, Span<byte> element)
    {
        switch (type)
        {
            case ElementType.Float64:
                bool isDouble = reader.TryGetDouble(out double real);
                BinaryPrimitives.WriteDoubleLittleEndian(element, real);
                return isDouble && double.IsFinite(real);
            case ElementType.Float16:
                bool isHalf = Half.TryParse(reader.ValueSpan, out Half half);
                BinaryPrimitives.WriteHalfLittleEndian(element, half);
                return isHalf && Half.IsFinite(half);
            case ElementType.BFloat16:
                bool isNumber = reader.TryGetSingle(out float wide);
                uint bits = BitConverter.SingleToUInt32Bits(wide);
                ushort upper = (ushort)(((ulong)bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
                BinaryPrimitives.WriteUInt16LittleEndian(element, upper);
                return isNumber && (upper & 0x7F80) != 0x7F80;
            default:
                bool isSingle = reader.TryGetSingle(out float number);
                BinaryPrimitives.WriteSingleLittleEndian(element, number);
                return isSingle && float.IsFinite(number);
        }
    }

    private static bool TryReadInteger(ref Utf8JsonReader reader, ElementType type, Span<byte> element)
    {
        if (type == ElementType.UInt64)
        {
            bool isUnsigned = reader.TryGetUInt64(out ulong large);
            BinaryPrimitives.WriteUInt64LittleEndian(element, large);
            return isUnsigned;
        }

        if (!reader.TryGetInt64(out long number))
            return false;
        int unusedBits = 64 - (8 * element.Length);
        long cut = unchecked(type.IsSigned() ? number << unusedBits >> unusedBits : (long)((ulong)number << unusedBits >> unusedBits));
        for (int i = 0; i < element.Length; i++)
            element[i] = unchecked((byte)(number >> (8 * i)));
        return cut == number;
    }

    private static long Integer(ElementType type, ReadOnlySpan<byte> element)
    {
        long number = type.IsSigned() && element[^1] >= 0x80 ? -1 : 0;
        for (int i = element.Length - 1; i >= 0; i--)
            number = (number << 8) | element[i];
        return number;
    }

    private static float Float(ElementType type, ReadOnlySpan<byte> element) => type switch
    {
        ElementType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
        ElementType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
        _ => BinaryPrimitives.ReadSingleLittleEndian(element),
    };
}
