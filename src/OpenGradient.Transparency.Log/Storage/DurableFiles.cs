using Microsoft.Win32.SafeHandles;

namespace OpenGradient.Transparency.Log;

/// <summary>Writes whole files so that a name never leads to half a file, whatever happens in between.</summary>
/// <remarks>
/// <para>Files are written under temporary names; <see cref="Flush"/> flushes them together, renames them, and makes the new names
/// durable. The flushes run side by side, because a file system commits those that wait at the same time in one go.</para>
/// <para><b>Crash.</b> Before a rename: a temporary file is left, and the next start deletes it. After the rename and before the
/// directory is flushed: the name is there or not, and if it is, the content is whole. Who needs the name waits for Flush.</para>
/// </remarks>
/// <param name="layout">Where the log is.</param>
/// <param name="prefix">Keeps the temporary names of two threads apart.</param>
internal sealed class DurableFiles(LogLayout layout, string prefix = "")
{
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _touched = new(StringComparer.Ordinal);
    private readonly List<(SafeFileHandle Handle, string Temporary, string Path)> _written = [];
    private long _counter;

    /// <summary>Deletes what a crash left under temporary names.</summary>
    public void Clear()
    {
        CreateDirectory(layout.Temporary);
        foreach (string file in Directory.EnumerateFiles(layout.Temporary))
            File.Delete(file);
    }

    /// <summary>Writes a file; it has its name, durably, after <see cref="Flush"/>.</summary>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        string directory = Path.GetDirectoryName(path)!;
        CreateDirectory(directory);
        _touched.Add(directory);
        string temporary = Path.Combine(layout.Temporary, $"{prefix}{_counter++}");
        SafeFileHandle handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
        _written.Add((handle, temporary, path));
        RandomAccess.Write(handle, content, 0);
        if (_written.Count >= MaxWritten)
            NameWritten();
    }

    /// <summary>Gives all files written so far their names and makes everything durable.</summary>
    public void Flush()
    {
        NameWritten();
        foreach (string directory in _touched)
            DirectorySync.Flush(directory);
        _touched.Clear();
    }

    private void NameWritten()
    {
        try
        {
            Parallel.ForEach(_written, Parallelism, static file => RandomAccess.FlushToDisk(file.Handle));
        }
        catch (AggregateException error)
        {
            throw new IOException(error.InnerException!.Message, error);
        }
        finally
        {
            foreach ((SafeFileHandle handle, _, _) in _written)
                handle.Dispose();
        }

        foreach ((_, string temporary, string path) in _written)
            File.Move(temporary, path, overwrite: true);
        _written.Clear();
    }

    /// <summary>Creates a directory and those above it; their names are durable after <see cref="Flush"/>.</summary>
    private void CreateDirectory(string directory)
    {
        if (_known.Contains(directory))
            return;
        string? parent = Path.GetDirectoryName(directory);
        if (parent is not null && parent.Length >= layout.Root.Length)
            CreateDirectory(parent);
        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory);
            _touched.Add(parent ?? directory);
        }

        // Full logs have many directories, each written to for 256 tiles only.
        if (_known.Count == MaxKnown)
            _known.Clear();
        _known.Add(directory);
    }

    /// <summary>Forgets a directory that was deleted.</summary>
    public void Forget(string directory)
    {
        _known.Remove(directory);
        _touched.Remove(directory);
    }

    private const int MaxKnown = 1024;

    /// <summary>Open files at a time: a log that catches up after a crash writes thousands.</summary>
    private const int MaxWritten = 64;

    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 4 };
}
