using System.Collections.Immutable;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Files;

namespace OpenGradient.Models.Gguf;

/// <summary>What a GGUF file is written from.</summary>
/// <param name="Entries">The metadata, each entry as it stands in a file.</param>
/// <param name="Tensors">The tensors by their GGUF names, in the layouts of GGUF files.</param>
/// <param name="Alignment">What the places of tensors are multiples of, in bytes.</param>
/// <param name="Owner">Whoever holds the memory of both.</param>
internal sealed record GgufDraft(ImmutableArray<ReadOnlyMemory<byte>> Entries, ImmutableArray<StoredTensor> Tensors, int Alignment, IDisposable Owner) : IDisposable
{
    private const string FileTypeKey = "general.file_type";
    private const string VersionKey = "general.quantization_version";
    private const uint QuantizationVersion = 2;

    /// <summary>What a GGUF file holds, but for what it says of its encoding.</summary>
    /// <exception cref="Primitives.InvalidInputException">It is malformed.</exception>
    public static GgufDraft OfFile(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            ReadOnlyMemory<byte> head = file.Slice(0, (int)Math.Min(file.LengthBytes, int.MaxValue));
            GgufHeader header = GgufHeader.Parse(head.Span, file.LengthBytes);
            return new GgufDraft(
                [.. header.Entries.Where(static entry => entry.Key is not (FileTypeKey or VersionKey)).Select(entry => head.Slice(entry.Offset, entry.LengthBytes))],
                [.. header.Tensors.Select(tensor => tensor.In(file))],
                header.Alignment,
                file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The entries of a file whose matrices are mostly in one encoding.</summary>
    /// <param name="fileType">GGUF's number for it.</param>
    public ReadOnlyMemory<byte>[] EntriesFor(uint fileType) => [.. Entries, GgufWriter.Entry(FileTypeKey, fileType), GgufWriter.Entry(VersionKey, QuantizationVersion)];

    /// <inheritdoc/>
    public void Dispose() => Owner.Dispose();
}
