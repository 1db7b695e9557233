using System.Buffers.Binary;
using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>Reads the metadata section: <c>key string · u32 type · value</c>, repeated.</summary>
internal static class GgufMetadataReader
{
    private const uint StringType = 8;
    private const uint ArrayType = 9;

    /// <summary>Reads <paramref name="count"/> entries; each lies where <paramref name="places"/> says.</summary>
    /// <exception cref="InvalidInputException">An entry is malformed or a key occurs twice; the subject is the key.</exception>
    public static GgufMetadata Read(ref GgufCursor cursor, int count, out ImmutableArray<GgufEntry> places)
    {
        Dictionary<string, object> values = new(count, StringComparer.Ordinal);
        var entries = ImmutableArray.CreateBuilder<GgufEntry>(count);
        for (int i = 0; i < count; i++)
        {
            int start = cursor.Position;
            string key = cursor.Name($"metadata key {i}");
            object value = ReadValue(ref cursor, cursor.UInt32(key), key);
            if (!values.TryAdd(key, value))
                throw GgufError.Malformed(key, "The key occurs twice.");
            entries.Add(new GgufEntry(key, start, cursor.Position - start));
        }

        places = entries.MoveToImmutable();
        return new GgufMetadata(values);
    }

    private static object ReadValue(ref GgufCursor cursor, uint type, string key) => type switch
    {
        StringType => cursor.String(key == GgufEmbeddedTokenizer.Key ? TokenizerFile.LimitBytes : GgufLimits.StringBytes, key),
        ArrayType => ReadArray(ref cursor, key),
        _ => ReadNumber(ref cursor, type, key),
    };

    private static object ReadArray(ref GgufCursor cursor, string key)
    {
        uint type = cursor.UInt32(key);
        if (type == ArrayType)
            throw GgufError.Unsupported(key, "An array of arrays is not read.");
        int count = cursor.Count(type == StringType ? 8 : NumberBytes(type, key), GgufLimits.ArrayElements, key);
        return type switch
        {
            StringType => ReadStrings(ref cursor, count, key),
            6 or 12 => ReadNumbers<double>(ref cursor, type, count, key),
            7 => ReadNumbers<bool>(ref cursor, type, count, key),
            _ => ReadNumbers<long>(ref cursor, type, count, key),
        };
    }

    private static string[] ReadStrings(ref GgufCursor cursor, int count, string key)
    {
        string[] strings = new string[count];
        for (int i = 0; i < count; i++)
            strings[i] = cursor.String(GgufLimits.StringBytes, key);
        return strings;
    }

    private static T[] ReadNumbers<T>(ref GgufCursor cursor, uint type, int count, string key)
    {
        T[] numbers = new T[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = ReadNumber(ref cursor, type, key) is T number
                ? number
                : throw GgufError.Invalid(key, $"Element {i} does not fit 63 bits.");
        }

        return numbers;
    }

    private static object ReadNumber(ref GgufCursor cursor, uint type, string key)
    {
        ReadOnlySpan<byte> bytes = cursor.Take(NumberBytes(type, key), key);
        return type switch
        {
            0 => (long)bytes[0],
            1 => (long)unchecked((sbyte)bytes[0]),
            2 => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            3 => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
            4 => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            5 => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
            6 => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
            7 => bytes[0] <= 1 ? bytes[0] == 1 : throw GgufError.Malformed(key, "A boolean is 0 or 1."),
            10 when BinaryPrimitives.ReadUInt64LittleEndian(bytes) is var large && large > long.MaxValue => large,
            10 or 11 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        };
    }

    private static int NumberBytes(uint type, string key) => type switch
    {
        0 or 1 or 7 => 1,
        2 or 3 => 2,
        4 or 5 or 6 => 4,
        10 or 11 or 12 => 8,
        _ => throw GgufError.Malformed(key, $"There is no metadata type {type}."),
    };
}
