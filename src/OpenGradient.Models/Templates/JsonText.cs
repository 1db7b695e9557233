using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>Writes JSON as compact text: members in their order, numbers in the letters that they came in.</summary>
/// <remarks>Unlike <see cref="CanonicalJson"/> it keeps what a model or a client wrote, and takes numbers.</remarks>
public static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * JsonReader.MaximumDepth };

    /// <summary>The text of a value.</summary>
    public static string Write(JsonValue value) => Encoding.UTF8.GetString(WriteBytes(value));

    /// <summary>The text of a value in UTF-8.</summary>
    public static byte[] WriteBytes(JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
            Write(writer, value);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Object:
                writer.WriteStartObject();
                foreach ((string name, JsonValue member) in value.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case JsonKind.Array:
                writer.WriteStartArray();
                foreach (JsonValue item in value.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonKind.String:
                writer.WriteStringValue(value.Text);
                break;
            case JsonKind.Number:
                writer.WriteRawValue(value.Text, skipInputValidation: true);
                break;
            default:
                writer.WriteRawValue(value.Kind == JsonKind.Null ? "null" : value.Kind == JsonKind.True ? "true" : "false");
                break;
        }
    }
}
