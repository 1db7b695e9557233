using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Safetensors;

/// <summary>What a safetensors file says of itself: where each tensor lies.</summary>
/// <remarks>
/// <code>
/// u64 header length · header, a JSON object · tensor data
/// header: { name: { "dtype": type, "shape": [dimensions], "data_offsets": [begin, end in the data] }, "__metadata__": { name: text } }
/// </code>
/// The tensors must cover the data without holes or overlaps. Every count, length and offset is checked against the bytes that
/// are there before anything is allocated for it. Source: the format's description in the safetensors repository (README.md).
/// </remarks>
internal sealed class SafetensorsHeader
{
    private const int LengthFieldBytes = 8;
    private const string MetadataName = "__metadata__";

    private readonly string _file;
    private readonly long _dataOffset;
    private readonly long _dataBytes;

    private SafetensorsHeader(string file, long dataOffset, long dataBytes)
    {
        _file = file;
        _dataOffset = dataOffset;
        _dataBytes = dataBytes;
    }

    /// <summary>Whether a file begins like a safetensors file.</summary>
    public static bool IsSafetensors(ReadOnlySpan<byte> head) =>
        head.Length > LengthFieldBytes && head[LengthFieldBytes] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) <= SafetensorsLimits.HeaderBytes;

    /// <summary>Reads a header; the tensors come in the order of their places.</summary>
    /// <param name="head">The first bytes of the file, as far as they can be held: all of a file below 2 GiB.</param>
    /// <param name="fileBytes">The length of the whole file.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <exception cref="InvalidInputException">Anything is malformed; the subject names the file and the tensor.</exception>
    public static ImmutableArray<SafetensorsTensor> Parse(ReadOnlySpan<byte> head, long fileBytes, string file)
    {
        if (head.Length < LengthFieldBytes)
            throw SafetensorsError.Malformed(file, "header length", "The file is damaged: it is shorter than this. Was it cut short?");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head);
        if (length > SafetensorsLimits.HeaderBytes)
            throw SafetensorsError.TooLarge(file, "header length", $"It is {length}; at most {SafetensorsLimits.HeaderBytes} are read.");
        if (length > (ulong)(head.Length - LengthFieldBytes))
            throw SafetensorsError.Malformed(file, "header length", $"The file is damaged: it has {fileBytes} bytes, and its header alone {length}. Was it cut short?");
        long dataOffset = LengthFieldBytes + (long)length;
        ReadOnlySpan<byte> text = head.Slice(LengthFieldBytes, (int)length);
        if (!JsonReader.TryRead(text, out JsonValue? json, out int offset) || json.Kind != JsonKind.Object)
            throw SafetensorsError.Malformed(file, "header", $"It is no JSON object with distinct names; it stops making sense at byte {LengthFieldBytes + Math.Max(offset, 0)}.");
        return new SafetensorsHeader(file, dataOffset, fileBytes - dataOffset).ReadTensors(json);
    }

    private ImmutableArray<SafetensorsTensor> ReadTensors(JsonValue header)
    {
        if (header.Members.Length > SafetensorsLimits.TensorCount)
            throw SafetensorsError.TooLarge(_file, "header", $"It has {header.Members.Length} entries; at most {SafetensorsLimits.TensorCount} are read.");
        var tensors = ImmutableArray.CreateBuilder<SafetensorsTensor>(header.Members.Length);
        foreach ((string name, JsonValue entry) in header.Members)
        {
            if (name != MetadataName)
                tensors.Add(ReadTensor(name, entry));
        }

        tensors.Sort(static (one, other) => one.Offset != other.Offset ? one.Offset.CompareTo(other.Offset) : one.LengthBytes.CompareTo(other.LengthBytes));
        RequireCover(tensors);
        return tensors.ToImmutable();
    }

    private SafetensorsTensor ReadTensor(string name, JsonValue entry)
    {
        if (name.Length is 0 or > SafetensorsLimits.NameLength)
            throw SafetensorsError.Malformed(_file, "header", $"The name of a tensor has {name.Length} letters; from 1 to {SafetensorsLimits.NameLength} are possible.");
        string subject = SafetensorsError.Tensor(name);
        if (!entry.TryGetString("dtype", out string? type) || !entry.TryGet("shape", out JsonValue? dimensions) || !entry.TryGet("data_offsets", out JsonValue? offsets))
            throw SafetensorsError.Malformed(_file, subject, "It needs a dtype, a shape and data_offsets.");
        int elementBytes = SafetensorsType.ElementBytes(type);
        if (elementBytes == 0)
            throw SafetensorsError.Unsupported(_file, subject, $"The format knows no type '{(type.Length > 32 ? type[..32] : type)}' that is read here.");
        ImmutableArray<long> shape = ReadNumbers(dimensions, SafetensorsLimits.DimensionCount, subject, "shape");
        ImmutableArray<long> ends = ReadNumbers(offsets, 2, subject, "data_offsets");
        if (ends.Length != 2 || ends[0] > ends[1] || ends[1] > _dataBytes)
            throw SafetensorsError.Malformed(_file, subject, $"Its data_offsets [{string.Join(", ", ends)}] do not lie in the {_dataBytes} bytes of data. Was the file cut short?");
        return Placed(new SafetensorsTensor(name, type, shape, _dataOffset + ends[0], ends[1] - ends[0]), elementBytes, subject);
    }

    private SafetensorsTensor Placed(SafetensorsTensor tensor, int elementBytes, string subject)
    {
        Int128 lengthBytes = elementBytes;
        foreach (long dimension in tensor.Shape)
            lengthBytes = Int128.Min(lengthBytes * dimension, Int128.One << 64);
        if (lengthBytes != tensor.LengthBytes)
            throw SafetensorsError.Malformed(_file, subject, $"Its shape [{string.Join(", ", tensor.Shape)}] of {tensor.Type} does not take the {tensor.LengthBytes} bytes that its data_offsets give it.");
        if (tensor.Offset % elementBytes != 0)
            throw SafetensorsError.Malformed(_file, subject, $"It begins at byte {tensor.Offset}, not at a multiple of {elementBytes}. Save the file again with a current version of safetensors.");
        return tensor.LengthBytes <= int.MaxValue
            ? tensor
            : throw SafetensorsError.TooLarge(_file, subject, "It takes more than 2 GiB.");
    }

    private ImmutableArray<long> ReadNumbers(JsonValue list, int limit, string subject, string field)
    {
        if (list.Kind != JsonKind.Array || list.Items.Length > limit)
            throw SafetensorsError.Malformed(_file, subject, $"Its {field} is no list of at most {limit} numbers.");
        long[] numbers = new long[list.Items.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            JsonValue item = list.Items[i];
            if (item.Kind != JsonKind.Number || !long.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                throw SafetensorsError.Malformed(_file, subject, $"Number {i} of its {field} is no whole number from 0 to 2^63 - 1.");
        }

        return [.. numbers];
    }

    // SPEC: "The byte buffer needs to be entirely indexed, and cannot contain holes."
    private void RequireCover(ImmutableArray<SafetensorsTensor>.Builder ordered)
    {
        long end = _dataOffset;
        foreach (SafetensorsTensor tensor in ordered)
        {
            if (tensor.Offset != end)
                throw SafetensorsError.Malformed(_file, SafetensorsError.Tensor(tensor.Name), tensor.Offset < end ? "It overlaps the tensor before it." : $"Before it are {tensor.Offset - end} bytes that belong to no tensor.");
            end += tensor.LengthBytes;
        }

        if (end != _dataOffset + _dataBytes)
            throw SafetensorsError.Malformed(_file, "header", $"The last {_dataOffset + _dataBytes - end} bytes of the file belong to no tensor.");
    }
}
