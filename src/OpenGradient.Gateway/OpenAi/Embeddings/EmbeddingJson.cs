using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/embeddings</c> (OpenAI API): writes its answer.</summary>
internal static class EmbeddingJson
{
    /// <summary>Writes the whole answer.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="embeddings">The little-endian binary32 numbers of each, in the order of the request.</param>
    /// <param name="tokens">How many tokens the model read.</param>
    /// <param name="isBase64">Whether they are written as base64, else as numbers.</param>
    /// <param name="receipts">Their receipts; empty if they were not asked for.</param>
    public static void Write(Utf8JsonWriter writer, string model, ImmutableArray<ReadOnlyMemory<byte>> embeddings, long tokens, bool isBase64, ImmutableArray<IssuedReceipt> receipts)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        for (int index = 0; index < embeddings.Length; index++)
            WriteEmbedding(writer, embeddings[index].Span, index, isBase64);
        writer.WriteEndArray();
        writer.WriteString("model", model);
        WriteUsage(writer, tokens);
        ReceiptJson.Write(writer, receipts);
        writer.WriteEndObject();
    }

    private static void WriteEmbedding(Utf8JsonWriter writer, ReadOnlySpan<byte> embedding, int index, bool isBase64)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "embedding");
        writer.WriteNumber("index", index);
        if (isBase64)
        {
            writer.WriteBase64String("embedding", embedding);
        }
        else
        {
            writer.WriteStartArray("embedding");
            foreach (float element in MemoryMarshal.Cast<byte, float>(embedding))
                writer.WriteNumberValue(element);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter writer, long tokens)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", tokens);
        writer.WriteNumber("total_tokens", tokens);
        writer.WriteEndObject();
    }
}
