using System.Collections.Immutable;
using OpenGradient.Models;

namespace OpenGradient.Hub;

/// <summary>A model that was fetched with its data files, in a temporary folder that is gone after <see cref="Dispose"/>.</summary>
public sealed class FetchedModel : IDisposable
{
    private readonly string _folder;
    private readonly List<string> _files = [];

    private FetchedModel(ModelSource source, string folder)
    {
        Source = source;
        _folder = folder;
    }

    /// <summary>The name to publish it under, and the path of the model's own file.</summary>
    public ModelSource Source { get; }

    /// <summary>The files, the model's own first.</summary>
    public ImmutableArray<string> Files => [.. _files];

    /// <summary>The length of all files, in bytes.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Opens the files one after the other.</summary>
    public IAsyncEnumerable<ModelPart> OpenAsync() => ModelArchive.OpenAsync(Source.FilePath, Files);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static FetchedModel Create(ModelSource source)
    {
        string folder = Directory.CreateTempSubdirectory("opengradient-pull-").FullName;
        return new FetchedModel(source with { FilePath = Path.Combine(folder, Path.GetFileName(source.FilePath)) }, folder);
    }

    internal ImmutableArray<string> DataFiles() => ModelFile.DataFiles(Source.FilePath);

    internal async Task SaveAsync(string name, Stream content, long maximumBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        string path = Path.Combine(_folder, name.Replace('\\', '/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        (_, long sizeBytes) = await BlobStore.CopyAsync(content, path, maximumBytes - TotalBytes, progress, cancellationToken).ConfigureAwait(false);
        TotalBytes += sizeBytes;
        _files.Add(path);
    }
}
