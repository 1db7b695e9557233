using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>The files of a model on their way into the store, in a folder of their own that is gone afterwards.</summary>
internal sealed class IncomingModel(string folder) : IDisposable
{
    private readonly Dictionary<string, ManifestFile> _files = new(StringComparer.Ordinal);
    private string? _modelPath;

    /// <summary>How many bytes were taken in.</summary>
    public long TakenBytes { get; private set; }

    /// <summary>Takes in one file.</summary>
    /// <exception cref="InvalidInputException">Its name leads out of the folder or was there already, or all files together are larger than allowed.</exception>
    public async Task AddAsync(ModelPart part, long maximumBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        // The model's own file has a name of ours; data files have those that the model uses.
        string name = _modelPath is null ? Guid.NewGuid().ToString("N") + Path.GetExtension(part.Path) : Normal(part.Path);
        if (_files.Count >= PartLimit || _files.ContainsKey(name) || !ModelFile.IsPlainPath(name))
            throw new InvalidInputException(InvalidInputKind.Invalid, "files", $"'{part.Path}' is no data file that a model may have: give each once, at most {PartLimit} of them, by its path below the model's folder.");
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long before = TakenBytes;
        IProgress<long>? copied = progress is null ? null : new Relay(done => progress.Report(before + done));
        (Digest digest, long sizeBytes) = await BlobStore.CopyAsync(part.Content, path, maximumBytes - before, copied, cancellationToken).ConfigureAwait(false);
        TakenBytes += sizeBytes;
        _files.Add(name, new ManifestFile(name, digest, sizeBytes));
        _modelPath ??= path;
    }

    /// <summary>Compiles the model and describes it.</summary>
    /// <exception cref="InvalidInputException">It is no model that can be run.</exception>
    public ModelManifest Describe(ModelSource source)
    {
        if (_modelPath is null)
            throw new InvalidInputException(InvalidInputKind.Invalid, "files", "There is no file of a model.");
        using OpenedModel model = ModelFile.Open(_modelPath);
        return ModelFiles.Describe(source, model, name => _files[Normal(name)] with { Path = name });
    }

    /// <summary>Moves the files that the manifest names into the store.</summary>
    public void Adopt(ModelManifest manifest, BlobStore blobs)
    {
        HashSet<Digest> named = [.. manifest.Files.Select(static file => file.Sha256)];
        foreach (ManifestFile file in _files.Values.DistinctBy(static file => file.Sha256).Where(file => named.Contains(file.Sha256)))
            blobs.Adopt(Path.Combine(folder, file.Path), file.Sha256);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Models from Windows may name a file in a folder with a backslash.</summary>
    private static string Normal(string path) => path.Replace('\\', '/');

    private const int PartLimit = 4096;

    private sealed class Relay(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
