using System.Collections.Immutable;
using OpenGradient.Models;
using OpenGradient.Models.Files;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>Something on disk that can be imported: a model file, or a folder that describes one.</summary>
/// <remarks>
/// A folder holds a <c>model.json</c> with the members <c>name</c>, <c>file</c>, <c>description</c> and <c>license</c>, all
/// optional strings; other members are for people and are not read. Without <c>file</c> the folder must hold exactly one
/// <c>.onnx</c> or <c>.gguf</c> file, or a <c>config.json</c> with its safetensors files; without <c>name</c> the folder's own name is taken.
/// </remarks>
/// <param name="FilePath">The model file.</param>
/// <param name="Name">The name to publish it under.</param>
/// <param name="Description">What the publisher says the model does.</param>
/// <param name="License">The licence that the publisher names.</param>
public sealed record ModelSource(string FilePath, string Name, string Description, string License)
{
    /// <summary>What a model's signature (OpenSSF Model Signing) beside its file is called.</summary>
    public const string SignatureFile = "model.sig";

    /// <summary>The largest signature that is kept with a model, in bytes.</summary>
    public const int MaximumSignatureBytes = 64 << 20;

    private const string DescriptionFile = "model.json";
    private const int MaximumDescriptionBytes = 1 << 20;

    /// <summary>Reads what is at <paramref name="path"/>; <paramref name="name"/>, if given, overrides the name found there.</summary>
    /// <exception cref="InvalidInputException">There is no model at the path, or its description is wrong.</exception>
    public static ModelSource Read(string path, string? name = null)
    {
        if (File.Exists(path))
            return new ModelSource(ModelFile.Resolve(path), ModelName.Require(name ?? ModelName.FromFileName(path)), "", "");
        if (!Directory.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, path, "There is no such file or folder.");
        JsonValue description = ReadDescription(Path.Combine(path, DescriptionFile));
        string file = Text(description, "file") is { } named ? ResolveFile(path, named) : FindOnlyFile(path);
        string folderName = Path.GetFileName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar));
        return new ModelSource(
            file,
            ModelName.Require(name ?? Text(description, "name") ?? folderName),
            Text(description, "description") ?? "",
            Text(description, "license") ?? "");
    }

    /// <summary>The signature in the folder of the model's file; null if there is none.</summary>
    /// <exception cref="InvalidInputException">It is larger than <see cref="MaximumSignatureBytes"/>, or no file.</exception>
    public byte[]? ReadSignature()
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(FilePath))!, SignatureFile);
        return File.Exists(path) ? RegularFile.Read(path, MaximumSignatureBytes) : null;
    }

    /// <summary>The folders and files directly under <paramref name="directory"/> that hold a model, by name; a folder that vanishes meanwhile holds none.</summary>
    /// <exception cref="InvalidInputException">There is no such folder.</exception>
    public static IReadOnlyList<string> FindAll(string directory)
    {
        if (!Directory.Exists(directory))
            throw new InvalidInputException(InvalidInputKind.NotFound, directory, "There is no such folder of models.");
        IEnumerable<string> folders = Directory.EnumerateDirectories(directory).Where(HoldsModel);
        return [.. folders.Concat(Directory.EnumerateFiles(directory).Where(IsModelFile)).Order(StringComparer.Ordinal)];
    }

    /// <summary>One sentence about an error met with what is at <paramref name="path"/>; it names the path.</summary>
    public static string Explain(string path, InvalidInputException error)
    {
        string sentence = $"{error.Subject}: {error.Message}";
        return error.Subject.StartsWith(path, StringComparison.Ordinal) ? sentence : $"{path}: {sentence}";
    }

    private static bool HoldsModel(string folder)
    {
        try
        {
            return ModelFile.IsModelFolder(folder) || Directory.EnumerateFiles(folder).Any(IsModelFile);
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static bool IsModelFile(string path) => Path.GetExtension(path) is ".onnx" or ".gguf";

    private static JsonValue ReadDescription(string path)
    {
        if (!File.Exists(path))
            return JsonValue.Object(ImmutableArray<KeyValuePair<string, JsonValue>>.Empty);
        if (!JsonReader.TryRead(RegularFile.Read(path, MaximumDescriptionBytes), out JsonValue? json, out int errorOffset) || json.Kind != JsonKind.Object)
            throw new InvalidInputException(InvalidInputKind.Malformed, path, $"Not a JSON object; it stops making sense at byte {errorOffset}.");
        return json;
    }

    private static string? Text(JsonValue description, string member)
    {
        if (!description.TryGet(member, out JsonValue? value))
            return null;
        return value.Kind == JsonKind.String
            ? value.Text
            : throw new InvalidInputException(InvalidInputKind.Invalid, $"{DescriptionFile}: {member}", "This member must be a string.");
    }

    private static string ResolveFile(string folder, string file)
    {
        // A description may come from elsewhere: it names a file of its own folder and nothing else.
        string path = Path.Combine(folder, Path.GetFileName(file));
        return Path.GetFileName(file) == file && File.Exists(path)
            ? path
            : throw new InvalidInputException(InvalidInputKind.NotFound, $"{DescriptionFile}: file", $"The folder holds no file '{file}'.");
    }

    private static string FindOnlyFile(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(IsModelFile)];
        if (files.Length == 0 && ModelFile.IsModelFolder(folder))
            return ModelFile.Resolve(folder);
        return files.Length == 1
            ? files[0]
            : throw new InvalidInputException(
                InvalidInputKind.Invalid,
                folder,
                files.Length == 0
                    ? "The folder holds no .onnx or .gguf file, and no config.json with safetensors files."
                    : $"The folder holds {files.Length} .onnx or .gguf files: say in {DescriptionFile}, member 'file', which one is the model.");
    }
}
