using System.Collections.Immutable;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Files;
using OpenGradient.Models.Gguf.Encoders;
using OpenGradient.Models.HuggingFace;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>Writes a model of floats, a GGUF file or a folder of safetensors, as a GGUF file with its matrices in another encoding.</summary>
/// <remarks>
/// Tensors of one dimension and the expert routers become or stay F32, tables of positions stay as they are; metadata is carried over, but for what it says of the
/// encoding. A matrix whose rows are no whole blocks of 256 is written as q8_0, or stays if they are no whole blocks of 32 either. The same model gives the
/// same bytes on every machine.
/// </remarks>
public static class GgufQuantizer
{
    private const string Fallback = "q8_0";

    /// <summary>The encodings that can be written.</summary>
    public static ImmutableArray<string> Encodings => [.. BlockEncoders.Names];

    /// <summary>Reads the model at <paramref name="path"/> and writes it anew.</summary>
    /// <param name="path">A GGUF file, or a folder with a <c>config.json</c> and safetensors files, whose tensors are F32, F16 or BF16.</param>
    /// <param name="destination">Where the new file goes.</param>
    /// <param name="encoding">One of <see cref="Encodings"/>.</param>
    /// <param name="progress">Told of each tensor when it is written.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="InvalidInputException">The file is malformed, quantised already, or holds a number that the encoding cannot hold; the subject names the tensor.</exception>
    public static ImmutableArray<QuantizedTensor> Quantize(string path, Stream destination, string encoding, IProgress<QuantizedTensor>? progress, CancellationToken cancellationToken)
    {
        if (!BlockEncoders.TryFind(encoding, out _, out uint fileType, out _))
            throw new InvalidInputException(InvalidInputKind.Unsupported, "type", $"'{encoding}' cannot be written; {string.Join(", ", Encodings)} can.");
        using GgufDraft source = Open(ModelFile.Resolve(path));
        GgufTensor[] targets = [.. source.Tensors.Select(tensor => Target(tensor, encoding))];
        var writer = new GgufWriter(destination, source.Alignment);
        writer.WriteHeader(source.EntriesFor(fileType), targets);
        var report = ImmutableArray.CreateBuilder<QuantizedTensor>(targets.Length);
        for (int i = 0; i < targets.Length; i++)
        {
            report.Add(new TensorEncoder(source.Tensors[i], targets[i], writer).Encode(cancellationToken));
            writer.Pad();
            progress?.Report(report[i]);
        }

        return report.MoveToImmutable();
    }

    private static GgufDraft Open(string path)
    {
        RegularFile.LengthBytes(path);
        return Path.GetExtension(path) == ".json" ? FolderDraft.Open(path) : GgufDraft.OfFile(path);
    }

    private static GgufTensor Target(StoredTensor source, string encoding)
    {
        if (source.Encoding is not ("f32" or "f16" or "bf16"))
            throw GgufError.Unsupported($"tensor '{source.Name}'", $"It is {source.Encoding} already, and errors would add up: take a file of F32, F16 or BF16.");
        var tensor = new GgufTensor(source.Name, source.Encoding switch { "f32" => GgufTensorType.F32, "f16" => GgufTensorType.F16, _ => GgufTensorType.BF16 }, source.Shape, 0, source.Data.Length);
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
