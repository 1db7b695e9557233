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
internal sealed record SentRequest(byte[] Body, string Nonce, bool IsStream)
{
    private const int NonceBytes = 16;

    /// <summary>
    /// Puts the member <c>receipt</c> into a body, in the place of one that is there, of which only the session is kept: everything else stays as the client wrote it, to the byte.
    /// </summary>
    /// <exception cref="InvalidInputException">The body is no JSON object.</exception>
    public static SentRequest Create(ReadOnlySpan<byte> body)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        try
        {
            (int start, int end, bool hasOthers, bool isStream) = FindMember(body);
            string session = start < 0 ? "" : SessionOf(body[start..end]);
            byte[] member = Encoding.UTF8.GetBytes($"\"receipt\":{{\"include\":true,\"nonce\":\"{Base64Url.EncodeToString(nonce)}\"{session}}}");
            byte[] joined = start < 0
                ? [.. body[..end], .. member, .. hasOthers ? ","u8 : [], .. body[end..]]
                : [.. body[..start], .. member, .. body[end..]];
            return new SentRequest(joined, Convert.ToHexStringLower(nonce), isStream);
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, "body", $"The body is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine} of it.", error);
        }
    }

    /// <summary>The chain of receipts that the client asked for in its own member, as it wrote it; empty if it asked for none.</summary>
    private static string SessionOf(ReadOnlySpan<byte> member)
    {
        byte[] text = [(byte)'{', .. member, (byte)'}'];
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement wish = document.RootElement.GetProperty("receipt");
        return wish.ValueKind == JsonValueKind.Object && wish.TryGetProperty("session", out JsonElement session) ? $",\"session\":{session.GetRawText()}" : "";
    }

    /// <summary>Where the member <c>receipt</c> stands, name included; if there is none, start is -1 and end is behind the opening brace.</summary>
    private static (int Start, int End, bool HasOthers, bool IsStream) FindMember(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidInputException(InvalidInputKind.Malformed, "body", "The body is not a JSON object.");
        int afterBrace = (int)reader.BytesConsumed;
        (int start, int end, bool hasOthers, bool isStream) = (-1, afterBrace, false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            hasOthers = true;
            int nameStart = (int)reader.TokenStartIndex;
            bool isReceipt = reader.ValueTextEquals("receipt"u8);
            bool isStreamFlag = reader.ValueTextEquals("stream"u8);
            reader.Read();
            isStream |= isStreamFlag && reader.TokenType == JsonTokenType.True;
            reader.Skip();
            if (isReceipt)
                (start, end) = start < 0 ? (nameStart, (int)reader.BytesConsumed) : throw new InvalidInputException(InvalidInputKind.Invalid, "receipt", "The member stands there twice.");
        }

        while (reader.Read())
        {
            // What follows the object is no JSON text, and the reader says so.
        }

        return (start, end, hasOthers, isStream);
    }
}
