using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using OpenGradient.Models.Files;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>Weights that lie in files beside the model: only in its own folder, only regular files, only what is inside them.</summary>
/// <param name="folder">The model's folder; null if there is none.</param>
/// <param name="stored">Where the files are that the model names, if they are not in its folder; then no others are read.</param>
internal sealed class ExternalData(string? folder, IReadOnlyDictionary<string, string>? stored = null) : IDisposable
{
    private readonly Dictionary<string, MappedFile> _files = new(StringComparer.Ordinal);
    private MappedFile? _model;

    /// <summary>The files that were read, relative to the folder, in the order of their names.</summary>
    public IEnumerable<string> Files => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>The bytes of a tensor, valid until <see cref="Dispose"/>; <paramref name="byteCount"/> is what its shape asks for.</summary>
    public ReadOnlyMemory<byte> Read(OnnxTensor tensor, string name, long byteCount)
    {
        if (!tensor.External.TryGetValue("location", out string? location))
            throw Error(name, "external data without a location");
        MappedFile file = Open(location, tensor.External.GetValueOrDefault("checksum"), name);
        long offset = Number(tensor, name, "offset", 0);
        long length = Number(tensor, name, "length", byteCount);
        if (offset > file.LengthBytes || length > file.LengthBytes - offset)
            throw Error(name, $"bytes {offset} to {offset + (Int128)length} lie outside '{NodeNames.Shorten(location)}', which has {file.LengthBytes}");
        return length == byteCount
            ? file.Slice(offset, checked((int)length))
            : throw Error(name, $"its shape takes {byteCount} bytes, but {length} are named in '{NodeNames.Shorten(location)}'");
    }

    /// <summary>Maps the model's own file, to be let go together with the others.</summary>
    public MappedFile MapModel(string path) => _model = MappedFile.Open(path);

    /// <summary>Lets the files go.</summary>
    public void Dispose()
    {
        _model?.Dispose();
        foreach (MappedFile file in _files.Values)
            file.Dispose();
        _files.Clear();
    }

    /// <summary>Whether a model may name the file: a plain path below its folder, without anything that could lead elsewhere.</summary>
    public static bool IsPlain(string location) =>
        location.Length is > 0 and <= 1024 && !Path.IsPathRooted(location)
        && !location.Contains('\0', StringComparison.Ordinal) && !location.Contains(':', StringComparison.Ordinal)
        && Array.TrueForAll(location.Split('/', '\\'), static part => part is not ("" or "." or ".."));

    private MappedFile Open(string location, string? checksum, string name)
    {
        if (_files.TryGetValue(location, out MappedFile? known))
            return known;
        string path = Locate(location, name);
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new InvalidInputException(InvalidInputKind.NotFound, $"tensor '{NodeNames.Shorten(name)}'", $"The file '{NodeNames.Shorten(location)}' with the data of tensor '{NodeNames.Shorten(name)}' is missing.");
        if (info.LinkTarget is not null)
            throw Error(name, $"'{NodeNames.Shorten(location)}' is a link");
        if (checksum is not null && !checksum.Equals(Sha1(path), StringComparison.OrdinalIgnoreCase))
            throw Error(name, $"'{NodeNames.Shorten(location)}' does not have the checksum that the model names");
        var file = MappedFile.Open(path);
        _files.Add(location, file);
        return file;
    }

    [SuppressMessage("Security", "CA5350", Justification = "ONNX names SHA-1; it finds damage here, and is no evidence: the manifest has the SHA-256.")]
    private static string Sha1(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA1.HashData(file));
    }

    /// <summary>A plain relative path below the folder; anything that could lead elsewhere is refused.</summary>
    private string Locate(string location, string name)
    {
        if (stored is not null)
            return stored.GetValueOrDefault(location) ?? throw Error(name, $"'{NodeNames.Shorten(location)}' is not among the files of the model");
        if (folder is null || !IsPlain(location))
            throw Error(name, $"'{NodeNames.Shorten(location)}' is not a file in the model's folder");
        string path = folder;
        string[] parts = location.Split('/', '\\');
        foreach (string part in parts[..^1])
        {
            path = Path.Combine(path, part);
            if (new DirectoryInfo(path).LinkTarget is not null)
                throw Error(name, $"'{NodeNames.Shorten(location)}' leads through a link");
        }

        return Path.Combine(path, parts[^1]);
    }

    private static long Number(OnnxTensor tensor, string name, string key, long defaultValue)
    {
        if (!tensor.External.TryGetValue(key, out string? text))
            return defaultValue;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Error(name, $"the {key} '{NodeNames.Shorten(text)}' of the external data is not a number");
    }

    private static InvalidInputException Error(string name, string what) =>
        new(InvalidInputKind.Invalid, $"tensor '{NodeNames.Shorten(name)}'", $"tensor '{NodeNames.Shorten(name)}': {what}.");
}
