using OpenGradient.Models.Gguf;
using OpenGradient.Models.Onnx;
using OpenGradient.Primitives;

namespace OpenGradient.Models;

/// <summary>Opens model files of every format that is understood.</summary>
public static class ModelFile
{
    /// <summary>The subject of an error that is about the file as a whole, not about a node, tensor or key in it.</summary>
    public const string WholeFile = "model";

    /// <summary>Reads the file and compiles the model to its Program. The format is told by the content, not by the name.</summary>
    /// <exception cref="InvalidInputException">
    /// The file is missing, truncated, hostile, or uses what this version does not have; the subject names the file or node.
    /// </exception>
    public static OpenedModel Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, Path.GetFileName(path), $"There is no file '{Path.GetFileName(path)}'.");
        if (new FileInfo(path).Length == 0)
            throw new InvalidInputException(InvalidInputKind.Malformed, WholeFile, "The file is empty.");
        return IsGguf(path) ? GgufModelReader.Open(path) : OnnxModelReader.Open(path);
    }

    private static bool IsGguf(string path)
    {
        Span<byte> head = stackalloc byte[4];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return GgufHeader.IsGguf(head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }
}
