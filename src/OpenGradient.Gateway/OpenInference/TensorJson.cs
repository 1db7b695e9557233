using System.Collections.Immutable;
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
        int elementBytes = tensor.Type.SizeBytes();
        for (int offset = 0; offset < tensor.Bytes.Length; offset += elementBytes)
            ElementJson.Write(writer, tensor.Type, tensor.Bytes.AsSpan(offset, elementBytes));
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
        int elementBytes = type.SizeBytes();
        if (!ElementJson.TryRead(ref reader, type, elements.AsSpan(position * elementBytes, elementBytes)))
        {
            throw new InvalidInputException(
                InvalidInputKind.Invalid, $"{path}[{position}]", $"This is no value of type {OpenInferenceTypes.Name(type)} that this server can take.");
        }
    }

    private static InvalidInputException Bad(string path, string message) => new(InvalidInputKind.Invalid, path, message);
}
