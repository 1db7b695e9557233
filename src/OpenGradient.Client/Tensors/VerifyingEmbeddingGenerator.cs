using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.AI;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>Embeds texts: each vector has the bits that its receipt commits to, and carries the verdict.</summary>
internal sealed class VerifyingEmbeddingGenerator(CommittedOutputs outputs, Uri node, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MostTextsPerRequest = 16; // of a request that wants to see its receipts

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        foreach (string[] texts in values.Chunk(MostTextsPerRequest))
        {
            JsonValue request = JsonValue.Object(
                ("model", JsonValue.String(options?.ModelId ?? model)), ("encoding_format", JsonValue.String("base64")), ("input", JsonValue.Array([.. texts.Select(JsonValue.String)])));
            ImmutableArray<ImmutableArray<CommitmentLeaf>> sent = [.. texts.Select(static text => ImmutableArray.Create(new CommitmentLeaf(LeafKind.Prompt, "", Encoding.UTF8.GetBytes(text))))];
            foreach (CommittedOutput output in await outputs.AskAsync("v1/embeddings", options?.ModelId ?? model, request, CreateContent, sent, cancellationToken).ConfigureAwait(false))
                embeddings.Add(Read(output));
        }

        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("opengradient", node, model)
        : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
        // The connections are the client's.
    }

    private static ByteArrayContent CreateContent(byte[] json) => new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static Embedding<float> Read(CommittedOutput output)
    {
        if (output.Leaves is not [{ Kind: LeafKind.Tensor } leaf] || !TensorContent.TryParse(leaf.Content, out TensorContent? tensor) || tensor.Type != "f32")
            throw new UnverifiedAnswerException("the receipt commits to something else than an embedding", output.Answer.Report);
        return new Embedding<float>(MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span).ToArray()) { AdditionalProperties = Verdicts.Add(null, output.Answer) };
    }
}
