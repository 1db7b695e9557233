using System.Text.Json;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The member <c>receipt</c> of an answer, the same for every API: <c>{ "id": "…", "dsse": { … } }</c>.</summary>
internal static class ReceiptJson
{
    /// <summary>Writes the member, name included.</summary>
    public static void Write(Utf8JsonWriter writer, IssuedReceipt receipt)
    {
        writer.WriteStartObject("receipt");
        writer.WriteString("id", receipt.Id.ToString());
        writer.WriteStartObject("dsse");
        writer.WriteBase64String("payload", receipt.Dsse.Payload.Span);
        writer.WriteString("payloadType", receipt.Dsse.PayloadType);
        writer.WriteStartArray("signatures");
        foreach (DsseSignature signature in receipt.Dsse.Signatures)
        {
            writer.WriteStartObject();
            writer.WriteString("keyid", signature.KeyId);
            writer.WriteString("sig", signature.Sig);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
