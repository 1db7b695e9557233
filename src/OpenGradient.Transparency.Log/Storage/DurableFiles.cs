using Microsoft.Win32.SafeHandles;

namespace OpenGradient.Transparency.Log;

/// <summary>Writes whole files so that a name never leads to half a file, whatever happens in between.</summary>
/// <remarks>
/// <para>A file is written under a temporary name, flushed, then renamed. <see cref="Flush"/> makes the new names durable.</para>
/// <para><b>Crash.</b> Before the rename: a temporary file is left, and the next start deletes it. After the rename and before
/// <see cref="Flush"/>: the name is there or not, and if it is, the content is whole. Who needs the name waits for Flush.</para>
/// </remarks>
internal sealed class DurableFiles(LogLayout layout)
{
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _touched = new(StringComparer.Ordinal);
    private long _counter;

    /// <summary>Deletes what a crash left under temporary names.</summary>
    public void Clear()
    {
        CreateDirectory(layout.Temporary);
        foreach (string file in Directory.EnumerateFiles(layout.Temporary))
            File.Delete(file);
    }

    /// <summary>Writes a file and gives it its name; the name is durable after <see cref="Flush"/>.</summary>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        string directory = Path.GetDirectoryName(path)!;
        CreateDirectory(directory);
        string temporary = Path.Combine(layout.Temporary, $"{_counter++}");
        using (SafeFileHandle handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(temporary, path, overwrite: true);
        _touched.Add(directory);
    }

    /// <summary>Makes the names of all files written so far durable.</summary>
    public void Flush()
    {
        foreach (string directory in _touched)
            DirectorySync.Flush(directory);
        _touched.Clear();
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
}
