using System.Collections.Immutable;
using OpenGradient.Models;

namespace OpenGradient.Hub;

/// <summary>A model that was fetched with its data files: in a folder that was asked for, or in a temporary one that is gone after <see cref="Dispose"/>.</summary>
public sealed class FetchedModel : IDisposable
{
    private readonly string _folder;
    private readonly bool _isKept;
    private readonly List<string> _files = [];

    private FetchedModel(ModelSource source, string folder, bool isKept)
    {
        Source = source;
        _folder = folder;
        _isKept = isKept;
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
    public void Dispose()
    {
        if (!_isKept)
            Directory.Delete(_folder, recursive: true);
    }

    internal static FetchedModel Create(ModelSource source, string? folder)
    {
        string place = folder is null ? Directory.CreateTempSubdirectory("opengradient-pull-").FullName : Directory.CreateDirectory(folder).FullName;
        return new FetchedModel(source with { FilePath = Path.Combine(place, Path.GetFileName(source.FilePath)) }, place, isKept: folder is not null);
    }

    /// <summary>The data files that the model's own file names, but for those that are here.</summary>
    internal IEnumerable<string> MissingFiles() => ModelFile.DataFiles(Source.FilePath).Where(name => !_files.Contains(PathOf(name)));

    /// <summary>Where a file goes; its folder is there.</summary>
    internal string PathOf(string name)
    {
        string path = Path.Combine(_folder, name.Replace('\\', '/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Counts a file in that has come.</summary>
    internal void Add(string path)
    {
        TotalBytes += new FileInfo(path).Length;
        _files.Add(path);
    }
}
