using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>Reads a log from its public files. Nothing that comes from there is trusted: who reads computes roots.</summary>
/// <remarks>A log deletes a partial tile once the full one is there; then its beginning is what was asked for (c2sp.org/tlog-tiles).</remarks>
public sealed class LogFiles(ILogSource source)
{
    /// <summary>The checkpoint that the log shows, if it is signed by this key; null with the reason if it is not.</summary>
    /// <exception cref="IOException">The log cannot be reached.</exception>
    public async Task<(byte[] Note, Checkpoint? Checkpoint, CheckpointError Error)> ReadCheckpointAsync(LogVerifierKey key, CancellationToken cancellationToken)
    {
        byte[] note = await source.ReadAsync(LogLayout.CheckpointName, cancellationToken).ConfigureAwait(false) ?? [];
        CheckpointError error = Checkpoint.TryOpen(note, key, out Checkpoint? checkpoint);
        return (note, checkpoint, error);
    }

    /// <summary>The hashes of a tile, exactly as many as its width says; null if they are not there.</summary>
    /// <exception cref="IOException">The log cannot be reached.</exception>
    public async Task<byte[]?> ReadHashesAsync(TilePath path, CancellationToken cancellationToken)
    {
        int bytes = path.Width * Digest.SizeBytes;
        byte[]? tile = await ReadAsync(path, TilePath.Hashes(path.Level, path.Index), cancellationToken).ConfigureAwait(false);
        return tile is not null && tile.Length >= bytes ? tile[..bytes] : null;
    }

    /// <summary>The entries of a bundle, exactly as many as its width says; null if they are not there.</summary>
    /// <exception cref="IOException">The log cannot be reached.</exception>
    public async Task<ImmutableArray<ReadOnlyMemory<byte>>?> ReadEntriesAsync(TilePath path, CancellationToken cancellationToken)
    {
        byte[]? bundle = await ReadAsync(path, TilePath.Entries(path.Index), cancellationToken).ConfigureAwait(false);
        bool isWhole = EntryBundle.TryParse(bundle ?? [], out ImmutableArray<ReadOnlyMemory<byte>> entries) && entries.Length >= path.Width;
        return isWhole ? entries[..path.Width] : null;
    }

    private async Task<byte[]?> ReadAsync(TilePath path, TilePath full, CancellationToken cancellationToken) =>
        await source.ReadAsync(path.ToString(), cancellationToken).ConfigureAwait(false)
        ?? (path.IsPartial ? await source.ReadAsync(full.ToString(), cancellationToken).ConfigureAwait(false) : null);
}
