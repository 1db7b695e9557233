using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>A model of several files as one stream: a tar archive of regular files, the model's own first.</summary>
public static class ModelArchive
{
    /// <summary>The content type of the archive.</summary>
    public const string MediaType = "application/x-tar";

    /// <summary>The model's own file, then the data files that it names in its folder.</summary>
    /// <exception cref="InvalidInputException">A data file is missing, is a link, or is not below the folder; or the file is no model.</exception>
    public static ImmutableArray<string> FilesOf(string modelPath)
    {
        string folder = FolderOf(modelPath);
        string[] data = [.. ModelFile.DataFiles(modelPath).Select(name => Path.Combine(folder, name.Replace('\\', '/')))];
        foreach (string path in data)
        {
            string name = Path.GetRelativePath(folder, path);
            if (!File.Exists(path))
                throw new InvalidInputException(InvalidInputKind.NotFound, modelPath, $"The file '{name}' of the model is missing in its folder.");
            if (new FileInfo(path).LinkTarget is not null)
                throw new InvalidInputException(InvalidInputKind.NotFound, modelPath, $"The file '{name}' of the model is a link, which could lead anywhere: copy the folder with `cp -rL` first.");
        }

        return [modelPath, .. data];
    }

    /// <summary>Opens the files one after the other, as <see cref="FilesOf"/> lists them.</summary>
    public static async IAsyncEnumerable<ModelPart> OpenAsync(string modelPath, ImmutableArray<string> files)
    {
        foreach (string path in files)
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
                yield return new ModelPart(NameOf(modelPath, path), file);
        }
    }

    /// <summary>Starts to write an archive of the files; what comes out is read from the stream.</summary>
    public static Stream Write(string modelPath, ImmutableArray<string> files, CancellationToken cancellationToken)
    {
        Pipe pipe = new();
        _ = WriteAsync(pipe.Writer, modelPath, files, cancellationToken);
        return pipe.Reader.AsStream();
    }

    /// <summary>The files of an archive, one after the other.</summary>
    /// <exception cref="InvalidInputException">It is no such archive.</exception>
    public static async IAsyncEnumerable<ModelPart> ReadAsync(Stream archive, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TarReader reader = new(archive, leaveOpen: true);
        await using (reader.ConfigureAwait(false))
        {
            while (await NextAsync(reader, cancellationToken).ConfigureAwait(false) is { } entry)
                yield return new ModelPart(entry.Name, entry.DataStream ?? Stream.Null);
        }
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            TarEntry? entry = await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
            return entry is null or { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile } ? entry : throw Bad();
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or EndOfStreamException or ArgumentException)
        {
            throw Bad(error);
        }
    }

    private static async Task WriteAsync(PipeWriter pipe, string modelPath, ImmutableArray<string> files, CancellationToken cancellationToken)
    {
        try
        {
            TarWriter tar = new(pipe.AsStream(leaveOpen: true), TarEntryFormat.Pax, leaveOpen: true);
            await using (tar.ConfigureAwait(false))
            {
                await foreach (ModelPart part in OpenAsync(modelPath, files).ConfigureAwait(false))
                    await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, part.Path) { DataStream = part.Content }, cancellationToken).ConfigureAwait(false);
            }

            await pipe.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The reader of the pipe gets the error; nobody awaits this task.
            await pipe.CompleteAsync(error).ConfigureAwait(false);
        }
    }

    private static string NameOf(string modelPath, string path) => path == modelPath ? Path.GetFileName(path) : Path.GetRelativePath(FolderOf(modelPath), path);

    private static string FolderOf(string modelPath) => Path.GetDirectoryName(Path.GetFullPath(modelPath))!;

    private static InvalidInputException Bad(Exception? error = null) =>
        new(InvalidInputKind.Malformed, "files", "The body is not a tar archive of regular files.", error);
}
