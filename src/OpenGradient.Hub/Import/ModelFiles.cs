using System.Security.Cryptography;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Hub;

/// <summary>What ties a manifest to files: making one from a file, and checking files against one.</summary>
public static class ModelFiles
{
    /// <summary>The manifest of the model at <paramref name="source"/>, as an import would publish it, and the opened model.</summary>
    /// <remarks>A pure function of the file, its name and its description: a verifier that has them gets the same ModelId.</remarks>
    /// <exception cref="InvalidInputException">The file is no model that can be run; the subject is its path, and what in it is wrong.</exception>
    public static (ModelManifest Manifest, OpenedModel Model) Open(ModelSource source)
    {
        try
        {
            OpenedModel model = ModelFile.Open(source.FilePath);
            string folder = Path.GetDirectoryName(Path.GetFullPath(source.FilePath))!;
            return (Describe(source, model, file => Measure(file, Path.Combine(folder, file.Replace('\\', '/')))), model);
        }
        catch (InvalidInputException error)
        {
            string subject = error.Subject == ModelFile.WholeFile ? source.FilePath : $"{source.FilePath}: {error.Subject}";
            throw new InvalidInputException(error.Kind, subject, error.Message, error);
        }
    }

    /// <summary>Checks that the file at <paramref name="path"/> has the bytes that a manifest names.</summary>
    /// <exception cref="InvalidInputException">It is missing or has other bytes; the message names it.</exception>
    public static void Check(string path, ManifestFile expected)
    {
        if (!File.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, expected.Path, $"The file {expected.Sha256} of the model is not here. Import the model again.");
        Digest actual = Hash(path);
        if (actual != expected.Sha256)
        {
            throw new InvalidInputException(
                InvalidInputKind.Conflict,
                expected.Path,
                $"The stored file was changed: its SHA-256 is {actual}, the manifest says {expected.Sha256}. Import the model again.");
        }
    }

    /// <summary>Opens a model whose files lie under the names of their digests.</summary>
    /// <exception cref="InvalidInputException">A file is missing or changed, or cannot be compiled.</exception>
    internal static OpenedModel Open(ModelManifest manifest, Func<Digest, string> locate)
    {
        foreach (ManifestFile file in manifest.Files)
            Check(locate(file.Sha256), file);
        Dictionary<string, string> data = manifest.Files.Skip(1).ToDictionary(static file => file.Path, file => locate(file.Sha256), StringComparer.Ordinal);
        return ModelFile.Open(locate(manifest.Files[0].Sha256), data);
    }

    /// <summary>The manifest of an opened model; its own file goes by its format, or by the one name that it can have; data files by the names that the model uses.</summary>
    internal static ModelManifest Describe(ModelSource source, OpenedModel model, Func<string, ManifestFile> measure) => new(
        source.Name,
        model.Format,
        model.Program.Id,
        Program.Semantics,
        [measure(model.Files[0]) with { Path = model.Format == "safetensors" ? "config.json" : "model." + model.Format }, .. model.Files.Skip(1).Select(measure)],
        source.Description,
        source.License);

    private static ManifestFile Measure(string name, string path) => new(name, Hash(path), new FileInfo(path).Length);

    private static Digest Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return new Digest(SHA256.HashData(file));
    }
}
