using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A whole document; whoever reads it computes the root over its tiles.</summary>
/// <param name="Document">The document.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record WholeOpening(DocumentName Document, ImmutableArray<byte> Bytes)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(("bytes", Json.Bytes(Bytes.AsSpan())), ("document", JsonValue.String(Document.ToString())));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, out WholeOpening opening)
    {
        DocumentName document = default;
        bool isRead = Json.TryBytes(value, "bytes", OpeningsBody.LimitBytes, out ImmutableArray<byte> bytes)
            & (value.TryGetString("document", out string? text) && DocumentName.TryParse(text, out document));
        opening = new WholeOpening(document, bytes);
        return isRead;
    }
}
