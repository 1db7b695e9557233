using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The member <c>receipt</c> of an answer, the same for every API: <c>{ "id": "…", "dsse": { … } }</c>, with <c>"bundle": { … }</c> as its last where the request prefers it there; of several, <c>receipts</c>.</summary>
internal static class ReceiptJson
{
    /// <summary>Writes the member, name included.</summary>
    public static void Write(Utf8JsonWriter writer, IssuedReceipt receipt)
    {
        writer.WritePropertyName("receipt");
        WriteValue(writer, receipt);
    }

    /// <summary>Writes <c>receipt</c> for one answer, <c>receipts</c> for several in their order, nothing where they were not asked for.</summary>
    public static void Write(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers) =>
        Write(writer, answers[0].Receipt is null ? [] : [.. answers.Select(static answer => answer.Receipt!)]);

    /// <inheritdoc cref="Write(Utf8JsonWriter, ImmutableArray{ChatAnswer})"/>
    public static void Write(Utf8JsonWriter writer, ImmutableArray<IssuedReceipt> receipts)
    {
        if (receipts is [var only])
            Write(writer, only);
        if (receipts.Length < 2)
            return;
        writer.WriteStartArray("receipts");
        foreach (IssuedReceipt receipt in receipts)
            WriteValue(writer, receipt);
        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, IssuedReceipt receipt)
    {
        writer.WriteStartObject();
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
        if (receipt.Bundle is { } bundle)
        {
            writer.WritePropertyName("bundle");
            writer.WriteRawValue(bundle.Span, skipInputValidation: true); // the node's own bytes
        }

        writer.WriteEndObject();
    }
}
