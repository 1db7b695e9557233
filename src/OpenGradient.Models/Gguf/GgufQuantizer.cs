using System.Collections.Immutable;
using OpenGradient.Models.Files;
using OpenGradient.Models.Gguf.Encoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>Writes a GGUF file of floats again with its matrices in another encoding.</summary>
/// <remarks>
/// Tensors of one dimension and the expert routers become or stay F32, tables of positions stay as they are; metadata is carried over, but for what it says of the
/// encoding. A matrix whose rows are no whole blocks of 256 is written as q8_0, or stays if they are no whole blocks of 32 either. The same file gives the
/// same bytes on every machine.
/// </remarks>
public static class GgufQuantizer
{
    private const string FileTypeKey = "general.file_type";
    private const string VersionKey = "general.quantization_version";
    private const uint QuantizationVersion = 2;
    private const string Fallback = "q8_0";

    /// <summary>The encodings that can be written.</summary>
    public static ImmutableArray<string> Encodings => [.. BlockEncoders.Names];

    /// <summary>Reads the file at <paramref name="path"/> and writes it anew.</summary>
    /// <param name="path">A GGUF file whose tensors are F32, F16 or BF16.</param>
    /// <param name="destination">Where the new file goes.</param>
    /// <param name="encoding">One of <see cref="Encodings"/>.</param>
    /// <param name="progress">Told of each tensor when it is written.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="InvalidInputException">The file is malformed, quantised already, or holds a number that the encoding cannot hold; the subject names the tensor.</exception>
    public static ImmutableArray<QuantizedTensor> Quantize(string path, Stream destination, string encoding, IProgress<QuantizedTensor>? progress, CancellationToken cancellationToken)
    {
        if (!BlockEncoders.TryFind(encoding, out _, out uint fileType, out _))
            throw new InvalidInputException(InvalidInputKind.Unsupported, "type", $"'{encoding}' cannot be written; {string.Join(", ", Encodings)} can.");
        RegularFile.LengthBytes(path);
        using MappedFile file = MappedFile.Open(path);
        ReadOnlyMemory<byte> head = file.Slice(0, (int)Math.Min(file.LengthBytes, int.MaxValue));
        GgufHeader header = GgufHeader.Parse(head.Span, file.LengthBytes);
        GgufTensor[] targets = [.. header.Tensors.Select(tensor => Target(tensor, encoding))];
        var writer = new GgufWriter(destination, header.Alignment);
        writer.WriteHeader(Entries(header, head, fileType), targets);
        var report = ImmutableArray.CreateBuilder<QuantizedTensor>(targets.Length);
        for (int i = 0; i < targets.Length; i++)
        {
            report.Add(new TensorEncoder(header.Tensors[i].In(file), targets[i], writer).Encode(cancellationToken));
            writer.Pad();
            progress?.Report(report[i]);
        }

        return report.MoveToImmutable();
    }

    private static ReadOnlyMemory<byte>[] Entries(GgufHeader header, ReadOnlyMemory<byte> head, uint fileType) =>
    [
        .. header.Entries.Where(static entry => entry.Key is not (FileTypeKey or VersionKey)).Select(entry => head.Slice(entry.Offset, entry.LengthBytes)),
        GgufWriter.Entry(FileTypeKey, fileType),
        GgufWriter.Entry(VersionKey, QuantizationVersion),
    ];

    private static GgufTensor Target(GgufTensor tensor, string encoding)
    {
        if (tensor.Type is not (GgufTensorType.F32 or GgufTensorType.F16 or GgufTensorType.BF16))
            throw GgufError.Unsupported($"tensor '{tensor.Name}'", $"It is {tensor.Type.Encoding()} already, and errors would add up: take a file of F32, F16 or BF16.");
        if (tensor.Shape.Length < 2 || tensor.Name.EndsWith("ffn_gate_inp.weight", StringComparison.Ordinal))
            return As(tensor, GgufTensorType.F32);
        if (tensor.Name.StartsWith("position_embd", StringComparison.Ordinal) || tensor.Name.StartsWith("token_types", StringComparison.Ordinal))
            return tensor;
        BlockEncoders.TryFind(encoding, out GgufTensorType type, out _, out _);
        if (tensor.Shape[^1] % type.BlockElements() == 0)
            return As(tensor, type);
        BlockEncoders.TryFind(Fallback, out type, out _, out _);
        return tensor.Shape[^1] % type.BlockElements() == 0 ? As(tensor, type) : tensor;
    }

    private static GgufTensor As(GgufTensor tensor, GgufTensorType type) => tensor with
    {
        Type = type,
        LengthBytes = checked(tensor.Shape.Aggregate(1L, static (product, dimension) => product * dimension) / type.BlockElements() * type.BlockBytes()),
    };
}
