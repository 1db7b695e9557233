using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace OpenGradient.Primitives;

/// <summary>The JSON Canonicalization Scheme (RFC 8785): one sequence of bytes for one value.</summary>
/// <remarks>
/// Member names are ordered by UTF-16 code units, strings use the shortest escapes, there is no white space. A number is
/// written as the text it has: documents of this project hold no numbers, and the verifier holds no floating point, so the
/// ECMAScript form of a number is the business of whoever makes one.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>The canonical UTF-8 bytes of <paramref name="value"/>.</summary>
    public static byte[] Serialize(JsonValue value)
    {
        ArrayBufferWriter<byte> writer = new(512);
        Write(value, writer);
        return writer.WrittenSpan.ToArray();
    }

    private static void Write(JsonValue value, ArrayBufferWriter<byte> writer)
    {
        switch (value.Kind)
        {
            case JsonKind.Null: writer.Write("null"u8); break;
            case JsonKind.True: writer.Write("true"u8); break;
            case JsonKind.False: writer.Write("false"u8); break;
            case JsonKind.Number: Encoding.UTF8.GetBytes(value.Text, writer); break;
            case JsonKind.String: WriteString(value.Text, writer); break;
            case JsonKind.Array: WriteArray(value, writer); break;
            case JsonKind.Object: WriteObject(value, writer); break;
        }
    }

    private static void WriteArray(JsonValue array, ArrayBufferWriter<byte> writer)
    {
        writer.Write("["u8);
        for (int index = 0; index < array.Items.Length; index++)
        {
            if (index > 0)
                writer.Write(","u8);
            Write(array.Items[index], writer);
        }

        writer.Write("]"u8);
    }

    private static void WriteObject(JsonValue value, ArrayBufferWriter<byte> writer)
    {
        // RFC 8785 §3.2.3: names are compared as arrays of UTF-16 code units, which is what ordinal comparison does.
        ImmutableArray<KeyValuePair<string, JsonValue>> members = value.Members.Sort(
            static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        writer.Write("{"u8);
        for (int index = 0; index < members.Length; index++)
        {
            if (index > 0)
                writer.Write(","u8);
            WriteString(members[index].Key, writer);
            writer.Write(":"u8);
            Write(members[index].Value, writer);
        }

        writer.Write("}"u8);
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> writer)
    {
        writer.Write("\""u8);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int plain = rest.IndexOfAny(Escaped);
            if (plain < 0)
                plain = rest.Length;
            Encoding.UTF8.GetBytes(rest[..plain], writer);
            if (plain < rest.Length)
                WriteEscape(rest[plain++], writer);
            rest = rest[plain..];
        }

        writer.Write("\""u8);
    }

    /// <summary>RFC 8785 §3.2.2.2: two-character escapes where JSON has them, lower-case \u00xx for other controls.</summary>
    private static void WriteEscape(char unit, ArrayBufferWriter<byte> writer)
    {
        int index = "\b\t\n\f\r\"\\".IndexOf(unit, StringComparison.Ordinal);
        if (index >= 0)
            writer.Write([(byte)'\\', (byte)"btnfr\"\\"[index]]);
        else
            Encoding.ASCII.GetBytes($"\\u{(int)unit:x4}", writer);
    }

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Select(static code => (char)code)) + "\"\\");
}
