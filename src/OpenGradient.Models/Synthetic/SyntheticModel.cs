using System.Collections.Immutable;
using OpenGradient.Models.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Synthetic;

/// <summary>A language model of a real shape with random weights, as a GGUF file: for measuring speed, which does not depend on what weights say.</summary>
/// <remarks>
/// The same shape, encoding and seed give the same bytes. Weights of a row have mean 0 and a variance of 1 over the row's length, so numbers stay of the order of 1
/// from block to block. Norms are ones.
/// </remarks>
public sealed class SyntheticModel
{
    private readonly ImmutableArray<ReadOnlyMemory<byte>> _entries;
    private readonly List<GgufTensor> _tensors = [];
    private readonly GgufTensorType _type;

    /// <exception cref="InvalidInputException">There is no such encoding here.</exception>
    public SyntheticModel(SyntheticShape shape, string encoding)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!Types.TryGetValue(encoding, out _type))
            throw new InvalidInputException(InvalidInputKind.Invalid, "encoding", $"'{encoding}' is not one of {string.Join(", ", Encodings)}.");
        _entries = [.. Metadata(shape)];
        AddTensors(shape);
        FileBytes = _tensors.Sum(static tensor => tensor.LengthBytes);
        BytesPerToken = FileBytes - _tensors.Single(static tensor => tensor.Name == TokenTable).LengthBytes;
        WeightsPerToken = _tensors.Where(static tensor => tensor.Shape.Length == 2 && tensor.Name != TokenTable).Sum(static tensor => tensor.Shape[0] * tensor.Shape[1]);
    }

    /// <summary>The encodings.</summary>
    public static ImmutableArray<string> Encodings => [.. Types.Keys.Order(StringComparer.Ordinal)];

    /// <summary>All tensors; the header comes on top.</summary>
    public long FileBytes { get; }

    /// <summary>What one token reads: every weight once, and of the table of tokens one row, which is not counted.</summary>
    public long BytesPerToken { get; }

    /// <summary>How many products one token takes: twice so many operations.</summary>
    public long WeightsPerToken { get; }

    /// <summary>Writes the file from front to back.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="progress">Gets the bytes written since it was last called; may be null.</param>
    /// <param name="cancellationToken">Seen at each megabyte.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Write(Stream file, ulong seed, Action<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var writer = new GgufWriter(file);
        writer.WriteHeader(_entries, _tensors);
        var random = new RandomBlocks(seed);
        byte[] buffer = new byte[RandomBlocks.BufferBytes];
        foreach (GgufTensor tensor in _tensors)
        {
            int blockBytes = tensor.Type.BlockBytes();
            int piece = buffer.Length / blockBytes * blockBytes;
            for (long rest = tensor.LengthBytes; rest > 0; rest -= piece)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(rest, piece));
                random.Fill(tensor, bytes);
                writer.Write(bytes);
                progress?.Invoke(bytes.Length);
            }

            writer.Pad();
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Metadata(SyntheticShape shape) =>
    [
        GgufWriter.Entry("general.architecture", "llama"),
        GgufWriter.Entry("general.name", $"synthetic {shape.Name}"),
        GgufWriter.Entry("llama.context_length", ContextLength),
        GgufWriter.Entry("llama.embedding_length", (uint)shape.Width),
        GgufWriter.Entry("llama.block_count", (uint)shape.BlockCount),
        GgufWriter.Entry("llama.feed_forward_length", (uint)shape.InnerWidth),
        GgufWriter.Entry("llama.attention.head_count", (uint)shape.HeadCount),
        GgufWriter.Entry("llama.attention.head_count_kv", (uint)shape.KvHeadCount),
        GgufWriter.Entry("llama.attention.layer_norm_rms_epsilon", 1e-5f),
    ];

    private void AddTensors(SyntheticShape shape)
    {
        AddTensor(TokenTable, _type, shape.VocabularySize, shape.Width);
        for (int block = 0; block < shape.BlockCount; block++)
            AddBlock(shape, $"blk.{block}.");
        AddTensor("output_norm.weight", GgufTensorType.F32, shape.Width);
        AddTensor("output.weight", _type, shape.VocabularySize, shape.Width);
    }

    private void AddBlock(SyntheticShape shape, string name)
    {
        AddTensor(name + "attn_norm.weight", GgufTensorType.F32, shape.Width);
        AddTensor(name + "attn_q.weight", _type, shape.Width, shape.Width);
        AddTensor(name + "attn_k.weight", _type, shape.KvWidth, shape.Width);
        AddTensor(name + "attn_v.weight", _type, shape.KvWidth, shape.Width);
        AddTensor(name + "attn_output.weight", _type, shape.Width, shape.Width);
        AddTensor(name + "ffn_norm.weight", GgufTensorType.F32, shape.Width);
        AddTensor(name + "ffn_gate.weight", _type, shape.InnerWidth, shape.Width);
        AddTensor(name + "ffn_up.weight", _type, shape.InnerWidth, shape.Width);
        AddTensor(name + "ffn_down.weight", _type, shape.Width, shape.InnerWidth);
    }

    private void AddTensor(string name, GgufTensorType type, params ImmutableArray<long> shape)
    {
        long elements = shape.Aggregate(1L, static (product, dimension) => checked(product * dimension));
        _tensors.Add(new GgufTensor(name, type, shape, Offset: 0, elements / type.BlockElements() * type.BlockBytes()));
    }

    private const string TokenTable = "token_embd.weight";
    private const uint ContextLength = 2048;

    private static readonly ImmutableDictionary<string, GgufTensorType> Types =
        new[] { GgufTensorType.F32, GgufTensorType.F16, GgufTensorType.Q8_0, GgufTensorType.Q4_0, GgufTensorType.Q4_K }
            .ToImmutableDictionary(static type => type.Encoding(), StringComparer.Ordinal);
}
