using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Arrays;

/// <summary>Reads NumPy's <c>.npz</c>, a ZIP archive of <c>.npy</c> arrays, and these themselves.</summary>
public static partial class NpzFile
{
    private const long MaxArrayBytes = 1L << 30;

    /// <summary>The arrays by name.</summary>
    /// <exception cref="InvalidInputException">The file is no archive of arrays, or an array has a type that Programs do not have.</exception>
    public static ImmutableSortedDictionary<string, Tensor> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, path, "There is no such file.");
        var arrays = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(static entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
            {
                using Stream stream = entry.Open();
                arrays[entry.FullName[..^4]] = ReadArray(stream, entry.FullName);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, path, "The file is not an .npz archive, or it is damaged.", error);
        }

        return arrays.ToImmutable();
    }

    /// <summary>The array of an <c>.npy</c> file.</summary>
    /// <exception cref="InvalidInputException">The file is no array, or one of a type that Programs do not have.</exception>
    public static Tensor ReadArray(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, path, "There is no such file.");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return ReadArray(stream, Path.GetFileName(path));
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, path, "The file is not an .npy array, or it is damaged.", error);
        }
    }

    private static Tensor ReadArray(Stream stream, string name)
    {
        Span<byte> head = stackalloc byte[12];
        stream.ReadExactly(head[..10]);
        if (!IsMagic(head))
            throw Error(name, "is not a NumPy array");
        int headerBytes = BinaryPrimitives.ReadUInt16LittleEndian(head[8..]);
        if (head[6] >= 2)
        {
            stream.ReadExactly(head[10..]);
            headerBytes = BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        }

        if (headerBytes is < 0 or > 1 << 20)
            throw Error(name, "has a header that cannot be");
        byte[] header = new byte[headerBytes];
        stream.ReadExactly(header);
        (ElementType type, ImmutableArray<long> shape) = Describe(name, Encoding.Latin1.GetString(header));
        long length = Tensor.CountElements(shape) * type.SizeBytes();
        if (length > MaxArrayBytes)
            throw Error(name, $"is larger than {MaxArrayBytes} bytes", InvalidInputKind.TooLarge);
        byte[] bytes = new byte[length];
        stream.ReadExactly(bytes);
        return new Tensor(type, shape, bytes);
    }

    private static bool IsMagic(ReadOnlySpan<byte> head) => head[0] == 0x93 && head[1..6].SequenceEqual("NUMPY"u8);

    private static (ElementType Type, ImmutableArray<long> Shape) Describe(string name, string header)
    {
        Match match = HeaderPattern().Match(header);
        if (!match.Success)
            throw Error(name, "has a header that is not understood");
        if (match.Groups["order"].Value == "True")
            throw Error(name, "is stored column by column; save it with numpy.ascontiguousarray", InvalidInputKind.Unsupported);
        ElementType type = match.Groups["type"].Value switch
        {
            "<f4" => ElementType.Float32,
            "<f8" => ElementType.Float64,
            "<f2" => ElementType.Float16,
            "<i8" => ElementType.Int64,
            "<i4" => ElementType.Int32,
            "<i2" => ElementType.Int16,
            "<u8" => ElementType.UInt64,
            "<u4" => ElementType.UInt32,
            "<u2" => ElementType.UInt16,
            "|i1" => ElementType.Int8,
            "|u1" => ElementType.UInt8,
            "|b1" => ElementType.Bool,
            { } other => throw Error(name, $"has the type {other}, which is not supported", InvalidInputKind.Unsupported),
        };
        string[] dimensions = match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (type, [.. dimensions.Select(text => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))]);
    }

    private static InvalidInputException Error(string name, string what, InvalidInputKind kind = InvalidInputKind.Malformed) =>
        new(kind, name, $"The array {name} {what}.");

    [GeneratedRegex(@"'descr':\s*'(?<type>[^']{2,3})'.*'fortran_order':\s*(?<order>True|False).*'shape':\s*\((?<shape>[0-9, ]*)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderPattern();
}
