using System.Globalization;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>Weights that lie in files beside the model: only in its own folder, only regular files, only what is inside them.</summary>
internal sealed class ExternalData(string? folder)
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>The files that were read, relative to the folder, in the order of their names.</summary>
    public IEnumerable<string> Files => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>The bytes of a tensor; <paramref name="byteCount"/> is what its shape asks for.</summary>
    public ReadOnlyMemory<byte> Read(OnnxTensor tensor, string name, long byteCount)
    {
        if (!tensor.External.TryGetValue("location", out string? location))
            throw Error(name, "external data without a location");
        byte[] file = Open(location, name);
        long offset = Number(tensor, name, "offset", 0);
        long length = Number(tensor, name, "length", byteCount);
        if (offset > file.Length || length > file.Length - offset)
            throw Error(name, $"bytes {offset} to {offset + (Int128)length} lie outside '{NodeNames.Shorten(location)}', which has {file.Length}");
        return file.AsMemory((int)offset, (int)length);
    }

    private byte[] Open(string location, string name)
    {
        if (_files.TryGetValue(location, out byte[]? known))
            return known;
        string path = Locate(location, name);
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new InvalidInputException(InvalidInputKind.NotFound, $"tensor '{NodeNames.Shorten(name)}'", $"The file '{NodeNames.Shorten(location)}' with the data of tensor '{NodeNames.Shorten(name)}' is missing.");
        if (info.LinkTarget is not null || info.Length > Array.MaxLength)
            throw Error(name, $"'{NodeNames.Shorten(location)}' is a link or larger than 2 GB");
        byte[] bytes = File.ReadAllBytes(path);
        _files.Add(location, bytes);
        return bytes;
    }

    /// <summary>A plain relative path below the folder; anything that could lead elsewhere is refused.</summary>
    private string Locate(string location, string name)
    {
        string[] parts = location.Split('/', '\\');
        bool isPlain = folder is not null && location.Length is > 0 and <= 1024 && !Path.IsPathRooted(location)
            && !location.Contains('\0', StringComparison.Ordinal) && !location.Contains(':', StringComparison.Ordinal)
            && Array.TrueForAll(parts, static part => part is not ("" or "." or ".."));
        if (!isPlain)
            throw Error(name, $"'{NodeNames.Shorten(location)}' is not a file in the model's folder");
        string path = folder!;
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
