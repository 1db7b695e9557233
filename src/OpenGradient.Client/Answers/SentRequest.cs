using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Client;

/// <summary>A request as it is sent: with a nonce of its own, and the wish for a receipt.</summary>
/// <param name="Body">The bytes that the node gets.</param>
/// <param name="Nonce">The nonce, in lower-case hexadecimal.</param>
/// <param name="IsStream">Whether a stream was asked for.</param>
/// <param name="AnswerCount">How many answers were asked for (<c>n</c>).</param>
/// <param name="IsEcho">Whether answers are to begin with the prompt (<c>echo</c>).</param>
internal sealed record SentRequest(byte[] Body, string Nonce, bool IsStream, int AnswerCount, bool IsEcho)
{
    private const int NonceBytes = 16;

    /// <summary>
    /// Puts the member <c>receipt</c> into a body, in the place of one that is there, of which only session and evidence are kept: everything else stays as the client wrote it, to the byte.
    /// </summary>
    /// <exception cref="InvalidInputException">The body is no JSON object.</exception>
    public static SentRequest Create(ReadOnlySpan<byte> body)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        try
        {
            Shape shape = Scan(body);
            (int start, int end) = (shape.Start, shape.End);
            string kept = start < 0 ? "" : KeptOf(body[start..end]);
            byte[] member = Encoding.UTF8.GetBytes($"\"receipt\":{{\"include\":true,\"nonce\":\"{Base64Url.EncodeToString(nonce)}\"{kept}}}");
            byte[] joined = start < 0
                ? [.. body[..end], .. member, .. shape.HasOthers ? ","u8 : [], .. body[end..]]
                : [.. body[..start], .. member, .. body[end..]];
            return new SentRequest(joined, Convert.ToHexStringLower(nonce), shape.IsStream, shape.AnswerCount, shape.IsEcho);
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, "body", $"The body is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine} of it.", error);
        }
        catch (InvalidOperationException error)
        {
            // The reader of the platform takes half a surrogate for JSON, until somebody asks what it says.
            throw new InvalidInputException(InvalidInputKind.Malformed, "body", "The body has a name that is no Unicode text.", error);
        }
    }

    /// <summary>The chain of receipts that the client asked for in its own member, and the bundles that its request rests on, as it wrote them; empty if there are none.</summary>
    private static string KeptOf(ReadOnlySpan<byte> member)
    {
        byte[] text = [(byte)'{', .. member, (byte)'}'];
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement wish = document.RootElement.GetProperty("receipt");
        if (wish.ValueKind != JsonValueKind.Object)
            return "";
        return string.Concat(((string[])["session", "evidence"]).Select(name => wish.TryGetProperty(name, out JsonElement value) ? $",\"{name}\":{value.GetRawText()}" : ""));
    }

    /// <summary>Where the member <c>receipt</c> stands, and what the members say that decide what an answer looks like.</summary>
    private static Shape Scan(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidInputException(InvalidInputKind.Malformed, "body", "The body is not a JSON object.");
        Shape shape = new() { End = (int)reader.BytesConsumed };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            shape.HasOthers = true;
            ScanMember(ref reader, ref shape);
        }

        while (reader.Read())
        {
            // What follows the object is no JSON text, and the reader says so.
        }

        return shape;
    }

    private static void ScanMember(ref Utf8JsonReader reader, ref Shape shape)
    {
        int start = (int)reader.TokenStartIndex;
        bool isReceipt = reader.ValueTextEquals("receipt"u8);
        bool isStream = reader.ValueTextEquals("stream"u8);
        bool isEcho = reader.ValueTextEquals("echo"u8);
        bool isCount = reader.ValueTextEquals("n"u8);
        reader.Read();
        shape.IsStream |= isStream && reader.TokenType == JsonTokenType.True;
        shape.IsEcho |= isEcho && reader.TokenType == JsonTokenType.True;
        if (isCount && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int count))
            shape.AnswerCount = count;
        reader.Skip();
        if (isReceipt)
            (shape.Start, shape.End) = shape.Start < 0 ? (start, (int)reader.BytesConsumed) : throw new InvalidInputException(InvalidInputKind.Invalid, "receipt", "The member stands there twice.");
    }

    /// <summary>What a body says at its top.</summary>
    private struct Shape()
    {
        /// <summary>Where the member <c>receipt</c> begins; -1 if there is none.</summary>
        public int Start = -1;

        /// <summary>Where it ends; if there is none, behind the opening brace.</summary>
        public int End;

        public bool HasOthers;
        public bool IsStream;
        public bool IsEcho;
        public int AnswerCount = 1;
    }
}
