using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>Reads a log's public files for an audit: nothing is trusted, everything may be missing.</summary>
internal sealed class AuditFiles(LogLayout layout)
{
    public byte[]? ReadCheckpoint() => File.Exists(layout.Checkpoint) ? File.ReadAllBytes(layout.Checkpoint) : null;

    /// <summary>The bytes of a tile; of the full one, cut, if the partial one is gone.</summary>
    public byte[]? ReadHashes(TilePath path)
    {
        byte[]? exact = ReadFile(path);
        if (exact is not null || !path.IsPartial)
            return exact;
        byte[]? full = ReadFile(TilePath.Hashes(path.Level, path.Index));
        return full?[..Math.Min(full.Length, path.Width * Digest.SizeBytes)];
    }

    /// <summary>The entries of a bundle; null if it is missing, does not parse or holds another number of them.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>>? ReadEntries(TilePath path)
    {
        byte[]? exact = ReadFile(path);
        byte[]? bytes = exact ?? (path.IsPartial ? ReadFile(TilePath.Entries(path.Index)) : null);
        if (bytes is null || !EntryBundle.TryParse(bytes, out ImmutableArray<ReadOnlyMemory<byte>> entries))
            return null;
        bool isWhole = exact is null ? entries.Length >= path.Width : entries.Length == path.Width;
        return isWhole ? entries[..path.Width] : null;
    }

    /// <summary>The paths of all files below <c>tile</c>, relative to the log's directory, with forward slashes, in order.</summary>
    public IEnumerable<string> ListTiles() =>
        Directory.Exists(layout.Tiles)
            ? Directory.EnumerateFiles(layout.Tiles, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(layout.Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
            : [];

    public byte[]? ReadFile(TilePath path) => File.Exists(layout.PathOf(path)) ? File.ReadAllBytes(layout.PathOf(path)) : null;
}
