using System.Collections.Immutable;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.HuggingFace;
using OpenGradient.Models.Onnx;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.ProgramFiles;
using OpenGradient.Primitives;

namespace OpenGradient.Models;

/// <summary>Opens model files of every format that is understood.</summary>
public static class ModelFile
{
    /// <summary>The subject of an error that is about the file as a whole, not about a node, tensor or key in it.</summary>
    public const string WholeFile = "model";

    /// <summary>The file of a model of several that stands for all: it names the architecture.</summary>
    public const string ConfigFile = ModelFolder.Config;

    /// <summary>The weights of such a model in one file.</summary>
    public const string WeightsFile = ModelFolder.Weights;

    /// <summary>If they are in several, the file that names those.</summary>
    public const string IndexFile = ModelFolder.Index;

    /// <summary>The files that such a model may have beside its weights.</summary>
    public static ImmutableArray<string> CompanionFiles => [.. ModelFolder.Beside];

    /// <summary>Reads the file and compiles the model to its Program. The format is told by the content, not by the name.</summary>
    /// <exception cref="InvalidInputException">
    /// The file is missing, truncated, hostile, or uses what this version does not have; the subject names the file or node.
    /// </exception>
    public static OpenedModel Open(string path) => Open(path, storedData: null);

    /// <inheritdoc cref="Open(string)"/>
    /// <param name="path">The model's own file.</param>
    /// <param name="storedData">Where the data files are that the model names, by the name it uses; null if they lie in its folder.</param>
    public static OpenedModel Open(string path, IReadOnlyDictionary<string, string>? storedData)
    {
        path = Resolve(path);
        Require(path);
        ReadOnlySpan<byte> head = ReadHead(path);
        return GgufHeader.IsGguf(head) ? GgufModelReader.Open(path)
            : ProgramFile.IsProgram(head) ? ProgramFile.Open(path)
            : FolderModelReader.IsConfig(head) ? FolderModelReader.Open(path, storedData)
            : OnnxModelReader.Open(path, storedData);
    }

    /// <summary>The file to open for what a person names: for a folder, or a safetensors file in it, the folder's <c>config.json</c>; else the file itself.</summary>
    public static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            return Path.Combine(path, ModelFolder.Config);
        string name = Path.GetFileName(path);
        bool isPart = name is ModelFolder.Weights or ModelFolder.Index || (name.EndsWith(".safetensors", StringComparison.Ordinal) && name.Contains("-of-", StringComparison.Ordinal));
        string config = Path.Combine(Path.GetDirectoryName(path) ?? "", ModelFolder.Config);
        return isPart && File.Exists(config) ? config : path;
    }

    /// <summary>Whether a folder holds a model of several files: a <c>config.json</c> and safetensors files.</summary>
    public static bool IsModelFolder(string folder) =>
        File.Exists(Path.Combine(folder, ModelFolder.Config)) && Directory.EnumerateFiles(folder, "*.safetensors").Any();

    /// <summary>The files with weights that the model at <paramref name="path"/> names, relative to its folder; mostly none.</summary>
    /// <exception cref="InvalidInputException">The file is no model, or names a file that is not below its folder.</exception>
    public static ImmutableArray<string> DataFiles(string path)
    {
        Require(path);
        ReadOnlySpan<byte> head = ReadHead(path);
        return GgufHeader.IsGguf(head) || ProgramFile.IsProgram(head) ? []
            : FolderModelReader.IsConfig(head) ? FolderModelReader.DataFiles(path)
            : OnnxModelReader.DataFiles(path);
    }

    /// <summary>Whether a model may name a data file so: a plain path below its folder.</summary>
    public static bool IsPlainPath(string path) => ExternalData.IsPlain(path);

    private static void Require(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, Path.GetFileName(path), $"There is no file '{Path.GetFileName(path)}'.");
        if (new FileInfo(path).Length == 0)
            throw new InvalidInputException(InvalidInputKind.Malformed, WholeFile, "The file is empty.");
    }

    private static byte[] ReadHead(string path)
    {
        byte[] head = new byte[16];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
