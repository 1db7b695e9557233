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
    /// <param name="runs">The embeddings, in the order of the request.</param>
    /// <param name="isBase64">Whether each is base64 of its little-endian binary32 numbers.</param>
    /// <param name="receipts">Their receipts; empty if they were not asked for.</param>
    public static void Write(Utf8JsonWriter writer, string model, ImmutableArray<EmbeddingRun> runs, bool isBase64, ImmutableArray<IssuedReceipt> receipts)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        for (int index = 0; index < runs.Length; index++)
            WriteEmbedding(writer, runs[index], index, isBase64);
        writer.WriteEndArray();
        writer.WriteString("model", model);
        WriteUsage(writer, runs.Sum(static run => run.Tokens.Length));
        ReceiptJson.Write(writer, receipts);
        writer.WriteEndObject();
    }

    private static void WriteEmbedding(Utf8JsonWriter writer, EmbeddingRun run, int index, bool isBase64)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "embedding");
        writer.WriteNumber("index", index);
        if (isBase64)
        {
            writer.WriteBase64String("embedding", run.Embedding.Bytes);
        }
        else
        {
            writer.WriteStartArray("embedding");
            foreach (float element in MemoryMarshal.Cast<byte, float>(run.Embedding.Bytes))
                writer.WriteNumberValue(element);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter writer, int tokens)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", tokens);
        writer.WriteNumber("total_tokens", tokens);
        writer.WriteEndObject();
    }
}
