using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>The published models of one node: blobs by digest, manifests by ModelId, names that point at them.</summary>
/// <remarks>
/// <code>
/// blobs/sha256/ab/abcd…     the files
/// manifests/{ModelId}.json  the manifests
/// names/{name}.json         the versions of a name
/// signatures/{ModelId}.sig  what was signed of a model, as it came; nobody has checked it
/// tmp/                      imports under way
/// </code>
/// Crash note: an import becomes visible by the rename of the name's record, its last step; before that it has left at most
/// blobs and a manifest that nothing points at, and importing again finds and keeps them. Safe for use from many threads;
/// one process
/// may import into a directory at a time; others may read, and see what was published when they first asked for a name.
/// </remarks>
public sealed class ModelStore
{
    private readonly string _manifests;
    private readonly string _names;
    private readonly string _signatures;
    private readonly BlobStore _blobs;
    private readonly Lock _publishing = new();
    private readonly ConcurrentDictionary<ModelId, ModelManifest> _manifestCache = new();
    private readonly ConcurrentDictionary<string, NameRecord> _nameCache = new(StringComparer.Ordinal);

    private ModelStore(string directory)
    {
        _manifests = Path.Combine(directory, "manifests");
        _names = Path.Combine(directory, "names");
        _signatures = Path.Combine(directory, "signatures");
        Directory.CreateDirectory(_manifests);
        Directory.CreateDirectory(_names);
        _blobs = new BlobStore(directory);
    }

    /// <summary>Opens the store in <paramref name="directory"/>; makes an empty one if there is none.</summary>
    public static ModelStore Open(string directory) => new(directory);

    /// <summary>Removes what a killed import left behind; only for the process that owns the store, before it imports.</summary>
    public void RemovePartialImports() => _blobs.RemoveTemporaryFiles();

    /// <summary>Publishes the model at <paramref name="path"/>: a file, or a folder as <see cref="ModelSource"/> reads it.</summary>
    /// <remarks>Importing the same content under the same name again changes nothing.</remarks>
    /// <exception cref="InvalidInputException">The file is no model that can be run; the store is as it was.</exception>
    public async Task<PublishedModel> ImportAsync(
        string path, string? name = null, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ModelSource source = ModelSource.Read(path, name);
        ImmutableArray<string> files = ModelArchive.FilesOf(source.FilePath);
        long totalBytes = files.Sum(static file => new FileInfo(file).Length);
        byte[]? signature = source.ReadSignature();
        PublishedModel published = await ImportAsync(source, ModelArchive.OpenAsync(source.FilePath, files), totalBytes, long.MaxValue, progress, cancellationToken).ConfigureAwait(false);
        if (signature is not null)
            KeepSignature(published.Id, signature);
        return published;
    }

    /// <summary>Keeps a signature with a published model, in the place of an older one. Whether it is one, and whose, is for the reader to check.</summary>
    /// <exception cref="InvalidInputException">It is larger than a signature may be.</exception>
    public void KeepSignature(ModelId id, ReadOnlySpan<byte> signature)
    {
        if (signature.Length > ModelSource.MaximumSignatureBytes)
            throw new InvalidInputException(InvalidInputKind.TooLarge, ModelSource.SignatureFile, $"A signature has at most {ModelSource.MaximumSignatureBytes} bytes.");
        lock (_publishing)
        {
            Directory.CreateDirectory(_signatures);
            AtomicFile.Write(SignaturePath(id), signature);
        }
    }

    /// <summary>The signature that was kept with a model; null if there is none.</summary>
    public byte[]? FindSignature(ModelId id) => File.Exists(SignaturePath(id)) ? File.ReadAllBytes(SignaturePath(id)) : null;

    /// <summary>Publishes a model that arrives as a stream, such as an upload.</summary>
    /// <param name="source">Name and description; its file path gives the file's name only.</param>
    /// <param name="content">The model file.</param>
    /// <param name="totalBytes">The length of the content, if known; for progress only.</param>
    /// <param name="maximumBytes">The length at which the import is refused.</param>
    /// <param name="progress">Told how far the import is.</param>
    /// <param name="cancellationToken">Stops the import; the store is as it was.</param>
    /// <exception cref="InvalidInputException">The content is no model that can be run, or too large; the store is as it was.</exception>
    public Task<PublishedModel> ImportAsync(
        ModelSource source,
        Stream content,
        long? totalBytes,
        long maximumBytes,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken) =>
        ImportAsync(source, One(new ModelPart(source.FilePath, content)), totalBytes, maximumBytes, progress, cancellationToken);

    /// <summary>Publishes a model that consists of several files: its own first, then those with its weights.</summary>
    /// <param name="source">Name and description.</param>
    /// <param name="parts">The files; those that the model does not name are not kept.</param>
    /// <param name="totalBytes">The length of all files, if known; for progress only.</param>
    /// <param name="maximumBytes">The length of all files at which the import is refused.</param>
    /// <param name="progress">Told how far the import is.</param>
    /// <param name="cancellationToken">Stops the import; the store is as it was.</param>
    /// <exception cref="InvalidInputException">The files are no model that can be run, or too large; the store is as it was.</exception>
    public async Task<PublishedModel> ImportAsync(
        ModelSource source,
        IAsyncEnumerable<ModelPart> parts,
        long? totalBytes,
        long maximumBytes,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        ModelName.Require(source.Name);
        using IncomingModel incoming = new(_blobs.NewTemporaryFolder());
        IProgress<long>? copied = progress is null
            ? null
            : new Relay(done => progress.Report(new(source.Name, ImportStage.Copying, done, totalBytes)));
        await foreach (ModelPart part in parts.WithCancellation(cancellationToken).ConfigureAwait(false))
            await incoming.AddAsync(part, maximumBytes, copied, cancellationToken).ConfigureAwait(false);
        progress?.Report(new(source.Name, ImportStage.Compiling, incoming.TakenBytes, incoming.TakenBytes));
        ModelManifest manifest = incoming.Describe(source);
        incoming.Adopt(manifest, _blobs);
        PublishedModel published = Publish(manifest);
        progress?.Report(new(source.Name, ImportStage.Done, incoming.TakenBytes, incoming.TakenBytes));
        return published;
    }

    /// <summary>The current version of every name, by name.</summary>
    public IReadOnlyList<PublishedModel> List() =>
        [.. Directory.EnumerateFiles(_names, "*.json")
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)
            .Select(FindCurrent)
            .OfType<PublishedModel>()];

    /// <summary>The model that <paramref name="nameOrId"/> means: the current version of a name, or a ModelId; null if there is none.</summary>
    public PublishedModel? Find(string nameOrId)
    {
        if (ModelId.TryParse(nameOrId, out ModelId id))
            return ReadManifest(id) is { } manifest ? Number(manifest) : null;
        return ModelName.IsValid(nameOrId) ? FindCurrent(nameOrId) : null;
    }

    /// <summary>A version of a name, given by its number or its ModelId; null if there is none.</summary>
    public PublishedModel? Find(string name, string version) => Versions(name)
        .FirstOrDefault(model => model.Version.ToString(CultureInfo.InvariantCulture) == version || model.Id.ToString() == version);

    /// <summary>The version that importing <paramref name="source"/> would publish, if it was ever published under its name; else null.</summary>
    /// <exception cref="InvalidInputException">The source is no model that can be run.</exception>
    public PublishedModel? FindAnyVersion(ModelSource source)
    {
        (ModelManifest manifest, OpenedModel model) = ModelFiles.Open(source);
        model.Dispose();
        return Versions(manifest.Name).FirstOrDefault(version => version.Id == manifest.Id);
    }

    /// <summary>Every version of a name, oldest first; empty if there is no such name.</summary>
    public IReadOnlyList<PublishedModel> Versions(string name)
    {
        if (!ModelName.IsValid(name) || ReadName(name) is not { } record)
            return [];
        return [.. record.Versions
            .Select((id, index) => ReadManifest(id) is { } manifest ? new PublishedModel(name, index + 1, id == record.Current, manifest) : null)
            .OfType<PublishedModel>()];
    }

    /// <summary>Opens a model for running. Its files are hashed and compiled anew, so that what runs is what the manifest says.</summary>
    /// <exception cref="InvalidInputException">A file is missing or changed, or this build compiles it to another Program.</exception>
    public OpenedModel Open(ModelManifest manifest)
    {
        OpenedModel model = ModelFiles.Open(manifest, _blobs.PathOf);
        if (model.Program.Id == manifest.Program)
            return model;
        ProgramId compiled = model.Program.Id;
        model.Dispose();
        throw new InvalidInputException(
            InvalidInputKind.Conflict,
            manifest.Name,
            $"The model was published as Program {manifest.Program}, and this build compiles it to {compiled}: import it again as a new version.");
    }

    private static async IAsyncEnumerable<ModelPart> One(ModelPart part)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return part;
    }

    private PublishedModel Publish(ModelManifest manifest)
    {
        lock (_publishing)
        {
            // A damaged manifest is none: it is written again.
            if (ReadManifest(manifest.Id) is null)
                AtomicFile.Write(ManifestPath(manifest.Id), manifest.ToBytes());
            NameRecord? old = ReadName(manifest.Name);
            NameRecord record = (old ?? new NameRecord(manifest.Id, [])).Publish(manifest.Id);
            if (record != old)
            {
                AtomicFile.Write(NamePath(manifest.Name), record.ToBytes());
                _nameCache[manifest.Name] = record;
            }

            return Number(manifest);
        }
    }

    private PublishedModel? FindCurrent(string name) => Versions(name).FirstOrDefault(static model => model.IsCurrent);

    private PublishedModel Number(ModelManifest manifest) =>
        Versions(manifest.Name).FirstOrDefault(model => model.Id == manifest.Id) ?? new PublishedModel(manifest.Name, 0, false, manifest);

    private ModelManifest? ReadManifest(ModelId id)
    {
        if (_manifestCache.TryGetValue(id, out ModelManifest? cached))
            return cached;
        string path = ManifestPath(id);
        if (!File.Exists(path) || !ModelManifest.TryParse(File.ReadAllBytes(path), out ModelManifest? manifest) || manifest.Id != id)
            return null;
        return _manifestCache.GetOrAdd(id, manifest);
    }

    private NameRecord? ReadName(string name)
    {
        if (_nameCache.TryGetValue(name, out NameRecord? cached))
            return cached;
        if (!File.Exists(NamePath(name)) || NameRecord.TryParse(File.ReadAllBytes(NamePath(name))) is not { } record)
            return null;
        return _nameCache.GetOrAdd(name, record);
    }

    private string ManifestPath(ModelId id) => Path.Combine(_manifests, id + ".json");

    private string SignaturePath(ModelId id) => Path.Combine(_signatures, id + ".sig");

    private string NamePath(string name) => Path.Combine(_names, name + ".json");

    private sealed class Relay(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
