using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>The elements of a tensor as JSON: a flat array, or arrays nested as the shape says.</summary>
/// <remarks>A number is rounded once, from its decimal text to the type of the element; one that does not fit is refused.</remarks>
internal static class TensorJson
{
    /// <summary>Reads the value on which <paramref name="reader"/> stands.</summary>
    /// <exception cref="InvalidInputException">The elements do not fit type and shape; the subject is the position.</exception>
    public static byte[] Read(Utf8JsonReader reader, ElementType type, ImmutableArray<long> shape, int sizeBytes, string path)
    {
        byte[] elements = new byte[sizeBytes];
        int elementCount = sizeBytes / type.SizeBytes();
        int position = 0;
        int depth = 0;
        Span<int> counts = stackalloc int[TensorCheck.MaximumRank + 1];
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    if (depth > 0)
                        counts[depth]++;
                    if (++depth > Math.Max(shape.Length, 1))
                        throw Bad(path, $"The arrays nest deeper than the {shape.Length} dimensions of the shape.");
                    counts[depth] = 0;
                    break;
                case JsonTokenType.EndArray:
                    RequireLength(counts[depth], depth, shape, elementCount, path);
                    depth--;
                    break;
                default:
                    if (position == elementCount)
                        throw Bad(path, $"There are more elements than the {elementCount} of shape [{string.Join(',', shape)}].");
                    ReadElement(ref reader, type, elements, position++, path);
                    counts[depth]++;
                    break;
            }
        }
        while (depth > 0 && reader.Read());

        if (position != elementCount)
            throw Bad(path, $"There are {position} elements, and shape [{string.Join(',', shape)}] says {elementCount}.");
        return elements;
    }

    /// <summary>Writes the elements as one flat array.</summary>
    public static void Write(Utf8JsonWriter writer, Tensor tensor)
    {
        writer.WriteStartArray();
        switch (tensor.Type)
        {
            case ElementType.Float32:
                foreach (float value in tensor.As<float>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.Int64:
                foreach (long value in tensor.As<long>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.Int32:
                foreach (int value in tensor.As<int>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.Int8:
                foreach (sbyte value in tensor.As<sbyte>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.UInt8:
                foreach (byte value in tensor.Bytes)
                    writer.WriteNumberValue(value);
                break;
            case ElementType.Bool:
                foreach (byte value in tensor.Bytes)
                    writer.WriteBooleanValue(value != 0);
                break;
        }

        writer.WriteEndArray();
    }

    /// <summary>A flat array holds all elements; a nested one holds at each depth as many parts as the dimension says.</summary>
    private static void RequireLength(int count, int depth, ImmutableArray<long> shape, int elementCount, string path)
    {
        bool isFlat = depth == 1 && count == elementCount;
        if (!isFlat && (shape.IsEmpty || count != shape[depth - 1]))
            throw Bad(path, $"An array at depth {depth} has {count} parts, which does not fit shape [{string.Join(',', shape)}].");
    }

    private static void ReadElement(ref Utf8JsonReader reader, ElementType type, byte[] elements, int position, string path)
    {
        if (!TryReadElement(ref reader, type, elements, position))
        {
            throw new InvalidInputException(
                InvalidInputKind.Invalid, $"{path}[{position}]", $"This is no value of type {OpenInferenceTypes.Name(type)} that this server can take.");
        }
    }

    private static bool TryReadElement(ref Utf8JsonReader reader, ElementType type, byte[] elements, int position)
    {
        if (type == ElementType.Bool)
        {
            elements[position] = reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
            return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
        }

        if (reader.TokenType != JsonTokenType.Number)
            return false;
        return type switch
        {
            ElementType.Float32 => reader.TryGetSingle(out MemoryMarshal.Cast<byte, float>(elements.AsSpan())[position])
                && float.IsFinite(MemoryMarshal.Cast<byte, float>(elements.AsSpan())[position]),
            ElementType.Int64 => reader.TryGetInt64(out MemoryMarshal.Cast<byte, long>(elements.AsSpan())[position]),
            ElementType.Int32 => reader.TryGetInt32(out MemoryMarshal.Cast<byte, int>(elements.AsSpan())[position]),
            ElementType.Int8 => reader.TryGetSByte(out MemoryMarshal.Cast<byte, sbyte>(elements.AsSpan())[position]),
            _ => reader.TryGetByte(out elements[position]),
        };
    }

    private static InvalidInputException Bad(string path, string message) => new(InvalidInputKind.Invalid, path, message);
}
