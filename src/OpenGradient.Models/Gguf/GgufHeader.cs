using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>What a GGUF file (version 2 or 3, little-endian) says of itself: metadata, and where each tensor lies.</summary>
/// <remarks>
/// <code>
/// "GGUF" · u32 version · u64 tensor count · u64 metadata count · metadata… · tensor infos… · padding · tensor data
/// tensor info: string name · u32 dimension count · u64 dimensions (innermost first) · u32 type · u64 offset in the data
/// </code>
/// Every count, length and offset is checked against the bytes that are there before anything is allocated for it.
/// Source: the GGUF description in the ggml repository (docs/gguf.md).
/// </remarks>
internal sealed class GgufHeader
{
    private const int DimensionLimit = 4;
    private const string PartCountKey = "split.count";

    private GgufHeader(GgufMetadata metadata, ImmutableArray<GgufEntry> entries, ImmutableArray<GgufTensor> tensors, int alignment)
    {
        Metadata = metadata;
        Entries = entries;
        Tensors = tensors;
        Alignment = alignment;
    }

    /// <summary>The metadata by key.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>Where each entry of the metadata lies, in the order of the file.</summary>
    public ImmutableArray<GgufEntry> Entries { get; }

    /// <summary>What the places of tensors are multiples of, in bytes.</summary>
    public int Alignment { get; }

    /// <summary>The tensors in the order of the file.</summary>
    public ImmutableArray<GgufTensor> Tensors { get; }

    /// <summary>Whether a file begins like a GGUF file.</summary>
    public static bool IsGguf(ReadOnlySpan<byte> head) => head.StartsWith("GGUF"u8);

    /// <summary>Reads a header.</summary>
    /// <param name="head">The first bytes of the file, as far as they can be held: all of a file below 2 GiB.</param>
    /// <param name="fileBytes">The length of the whole file.</param>
    /// <exception cref="InvalidInputException">Anything is malformed; the subject names the key or tensor.</exception>
    public static GgufHeader Parse(ReadOnlySpan<byte> head, long fileBytes)
    {
        GgufCursor cursor = new(head);
        if (!IsGguf(cursor.Take(4, "magic")))
            throw GgufError.Malformed("magic", "The file does not begin with GGUF.");
        RefuseVersion(cursor.UInt32("version"));
        int tensorCount = cursor.Count(24, GgufLimits.TensorCount, "tensor count");
        int keyCount = cursor.Count(13, GgufLimits.KeyCount, "metadata count");
        GgufMetadata metadata = GgufMetadataReader.Read(ref cursor, keyCount, out ImmutableArray<GgufEntry> entries);
        RefuseParts(metadata);
        int alignment = ReadAlignment(metadata);
        GgufTensor[] tensors = new GgufTensor[tensorCount];
        for (int i = 0; i < tensorCount; i++)
            tensors[i] = ReadTensor(ref cursor, i, alignment);
        long dataOffset = ((long)cursor.Position + alignment - 1) / alignment * alignment;
        return new GgufHeader(metadata, entries, Place(tensors, dataOffset, fileBytes), alignment);
    }

    private static void RefuseVersion(uint version)
    {
        if (BinaryPrimitives.ReverseEndianness(version) is 2 or 3)
            throw GgufError.Unsupported("version", "The file is big-endian. Convert the model anew as little-endian.");
        if (version is not (2 or 3))
            throw GgufError.Unsupported("version", $"GGUF version {version} is not read; 2 and 3 are.");
    }

    /// <summary>One of several files lacks the tensors of the others.</summary>
    private static void RefuseParts(GgufMetadata metadata)
    {
        int count = metadata.OptionalInt32(PartCountKey, 0, 0, ushort.MaxValue);
        if (count > 1)
            throw GgufError.Unsupported(PartCountKey, $"The file is one of {count} parts of a model. Join them first: llama-gguf-split --merge FIRST-PART MODEL.gguf.");
    }

    private static int ReadAlignment(GgufMetadata metadata)
    {
        int alignment = metadata.OptionalInt32("general.alignment", 32, 1, GgufLimits.Alignment);
        return BitOperations.IsPow2(alignment)
            ? alignment
            : throw GgufError.Invalid("general.alignment", $"{alignment} is not a power of two.");
    }

    private static GgufTensor ReadTensor(ref GgufCursor cursor, int index, int alignment)
    {
        string name = cursor.Name($"tensor {index}");
        string subject = $"tensor '{name}'";
        uint dimensionCount = cursor.UInt32(subject);
        if (dimensionCount > DimensionLimit)
            throw GgufError.Malformed(subject, $"It has {dimensionCount} dimensions; at most {DimensionLimit} are possible.");
        ImmutableArray<long> shape = ReadShape(ref cursor, (int)dimensionCount, subject);
        uint type = cursor.UInt32(subject);
        GgufTensorType tensorType = type <= int.MaxValue ? (GgufTensorType)type : (GgufTensorType)(-1);
        if (tensorType.BlockBytes() == 0)
            throw GgufError.Unsupported(subject, $"Tensor type {type} is not read. Convert the model to Q8_0, Q4_0, Q4_K_M, Q6_K or F16.");
        ulong offset = cursor.UInt64(subject);
        if (offset % (ulong)alignment != 0)
            throw GgufError.Malformed(subject, $"Its offset {offset} is not a multiple of the alignment {alignment}.");
        // An offset beyond any file is cut to one that is still beyond and cannot overflow; Place refuses it.
        long boundedOffset = (long)Math.Min(offset, long.MaxValue / 2);
        return new GgufTensor(name, tensorType, shape, boundedOffset, LengthBytes(shape, tensorType, subject));
    }

    private static ImmutableArray<long> ReadShape(ref GgufCursor cursor, int count, string subject)
    {
        long[] shape = new long[count];
        for (int i = count - 1; i >= 0; i--)
        {
            ulong dimension = cursor.UInt64(subject);
            shape[i] = dimension is > 0 and <= int.MaxValue
                ? (long)dimension
                : throw GgufError.Malformed(subject, $"A dimension is {dimension}.");
        }

        return [.. shape];
    }

    private static long LengthBytes(ImmutableArray<long> shape, GgufTensorType type, string subject)
    {
        Int128 elements = 1;
        foreach (long dimension in shape)
            elements *= dimension;
        long row = shape.IsEmpty ? 1 : shape[^1];
        if (row % type.BlockElements() != 0)
            throw GgufError.Malformed(subject, $"Its rows of {row} elements are not whole blocks of {type.BlockElements()}.");
        Int128 length = elements / type.BlockElements() * type.BlockBytes();
        return length <= int.MaxValue
            ? (long)length
            : throw GgufError.TooLarge(subject, "It takes more than 2 GiB.");
    }

    /// <summary>Turns offsets in the data into offsets in the file; tensors must lie in the file and not on each other.</summary>
    private static ImmutableArray<GgufTensor> Place(GgufTensor[] tensors, long dataOffset, long fileBytes)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < tensors.Length; i++)
        {
            GgufTensor tensor = tensors[i] with { Offset = dataOffset + tensors[i].Offset };
            tensors[i] = tensor;
            if (!names.Add(tensor.Name))
                throw GgufError.Malformed($"tensor '{tensor.Name}'", "The name occurs twice.");
            if (tensor.Offset > fileBytes - tensor.LengthBytes)
                throw GgufError.Malformed($"tensor '{tensor.Name}'", $"The file is damaged: it has {fileBytes} bytes, and this ends at byte {tensor.Offset + tensor.LengthBytes}. Was it cut short?");
        }

        RefuseOverlaps(tensors);
        return [.. tensors];
    }

    private static void RefuseOverlaps(GgufTensor[] tensors)
    {
        GgufTensor[] ordered = [.. tensors.OrderBy(static tensor => tensor.Offset)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].Offset < ordered[i - 1].Offset + ordered[i - 1].LengthBytes)
                throw GgufError.Malformed($"tensor '{ordered[i].Name}'", $"It overlaps tensor '{ordered[i - 1].Name}'.");
        }
    }
}
