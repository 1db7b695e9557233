using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Models.Files;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.ProgramFiles;

/// <summary>A compiled Program with its constants in one file: safetensors, with the Program's canonical bytes in the metadata.</summary>
/// <remarks>
/// <code>
/// u64 little-endian: header length ‖ header, JSON ‖ data
/// header = { "__metadata__": { "opengradient.program": "…" }, "0": { "dtype": "I8", "shape": […], "data_offsets": [begin, end] }, … }
/// </code>
/// One tensor for each constant, named by its number, in that order and without gaps. An encoding that safetensors does not have is
/// written as bytes (U8, one dimension).
/// </remarks>
public static class ProgramFile
{
    private const string MetadataKey = "opengradient.program";
    private const int MaxHeaderBytes = 100_000_000; // the limit of the safetensors format

    /// <summary>Writes a Program and its constants.</summary>
    public static void Write(Stream destination, Program program, IConstantSource constants)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        byte[] header = Header(program, constants);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        destination.Write(length);
        destination.Write(header);
        for (int index = 0; index < program.Constants.Length; index++)
            destination.Write(constants.Read(index).Span);
    }

    /// <summary>Whether a file that begins so is safetensors: a length, then an object.</summary>
    internal static bool IsProgram(ReadOnlySpan<byte> head) =>
        head.Length > sizeof(ulong) && BinaryPrimitives.ReadUInt64LittleEndian(head) is > 1 and <= MaxHeaderBytes && head[sizeof(ulong)] == '{';

    /// <summary>Opens a file that <see cref="Write"/> made; every constant is checked against its digest.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or safetensors without a Program.</exception>
    internal static OpenedModel Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            (Program program, long data) = ReadHeader(file);
            return new OpenedModel("program", program, CheckedConstants(file, program, data), file) { Files = [Path.GetFileName(path)] };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static byte[] Header(Program program, IConstantSource constants)
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        members.Add(new("__metadata__", JsonValue.Object((MetadataKey, JsonValue.String(Encoding.UTF8.GetString(program.ToBytes()))))));
        long offset = 0;
        for (int index = 0; index < program.Constants.Length; index++)
        {
            Constant constant = program.Constants[index];
            long end = offset + constants.Read(index).Length;
            string? type = TypeName(constant.Encoding);
            ImmutableArray<long> shape = type is null ? [end - offset] : constant.Shape;
            members.Add(new(index.ToString(CultureInfo.InvariantCulture), JsonValue.Object(
                ("data_offsets", JsonValue.Array(Number(offset), Number(end))),
                ("dtype", JsonValue.String(type ?? "U8")),
                ("shape", JsonValue.Array([.. shape.Select(Number)])))));
            offset = end;
        }

        byte[] header = CanonicalJson.Serialize(JsonValue.Object(members.ToImmutable()));
        int padding = -header.Length & 7; // data begins at a multiple of eight
        return [.. header, .. Enumerable.Repeat((byte)' ', padding)];
    }

    private static (Program Program, long DataOffset) ReadHeader(MappedFile file)
    {
        if (file.LengthBytes < sizeof(ulong))
            throw Damaged("it is too short");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Slice(0, sizeof(ulong)).Span);
        if (length > MaxHeaderBytes || (long)length > file.LengthBytes - sizeof(ulong))
            throw Damaged("its header is longer than the file");
        if (!JsonReader.TryRead(file.Slice(sizeof(ulong), (int)length).Span, out JsonValue? header))
            throw Damaged("its header is not JSON");
        if (!header.TryGet("__metadata__", out JsonValue? metadata) || !metadata.TryGetString(MetadataKey, out string? text))
            throw new InvalidInputException(InvalidInputKind.Unsupported, "file", "The file is safetensors without a Program, and weights alone are no model: name the folder that holds its config.json.");
        if (!ProgramFormat.TryRead(Encoding.UTF8.GetBytes(text), out Program? program))
            throw Damaged("its Program is not well-formed");
        return (program, sizeof(ulong) + (long)length);
    }

    /// <summary>Constants lie one after another; where each begins follows from the Program, so the header's offsets need not be believed.</summary>
    private static FileConstants CheckedConstants(MappedFile file, Program program, long offset)
    {
        var parts = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(program.Constants.Length);
        foreach (Constant constant in program.Constants)
        {
            long length = LengthBytes(constant);
            if (length > file.LengthBytes - offset || length > int.MaxValue)
                throw Damaged("a constant goes past its end");
            ReadOnlyMemory<byte> bytes = file.Slice(offset, (int)length);
            if (Digest.Sha256(bytes.Span) != constant.Digest)
                throw Damaged($"constant {parts.Count} does not have the digest that the Program names");
            parts.Add(bytes);
            offset += length;
        }

        return offset == file.LengthBytes ? new FileConstants(parts.MoveToImmutable()) : throw Damaged("there are bytes after its last constant");
    }

    private static long LengthBytes(Constant constant) => ElementTypes.TryParse(constant.Encoding, out ElementType type)
        ? Tensor.CountElements(constant.Shape) * type.SizeBytes()
        : throw new InvalidInputException(InvalidInputKind.Unsupported, "file", $"Constants of encoding {constant.Encoding} cannot stand in a Program file.");

    private static string? TypeName(string encoding) => encoding switch
    {
        "f64" or "f32" or "f16" or "i64" or "i32" or "i16" or "i8" or "u8" or "u16" or "u32" or "u64" => encoding.ToUpperInvariant(),
        "bf16" => "BF16",
        "bool" => "BOOL",
        _ => null,
    };

    private static JsonValue Number(long number) => JsonValue.Number(number.ToString(CultureInfo.InvariantCulture));

    private static InvalidInputException Damaged(string what) => new(InvalidInputKind.Malformed, "file", $"The Program file is damaged: {what}.");

    private sealed class FileConstants(ImmutableArray<ReadOnlyMemory<byte>> parts) : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => parts[index];
    }
}
