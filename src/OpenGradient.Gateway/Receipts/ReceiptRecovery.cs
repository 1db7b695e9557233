using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>Brings store and log together after a crash: finds the log index of stored receipts, and appends those that have none.</summary>
internal static class ReceiptRecovery
{
    private const ulong BundleEntries = TilePath.FullWidth;

    /// <summary>Runs before the node answers its first request; returns how many receipts were appended.</summary>
    public static async Task<int> RunAsync(ReceiptStore store, TransparencyLog log, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReceiptId> unlogged = store.ListUnlogged();
        if (unlogged.Count == 0)
            return 0;
        HashSet<ReceiptId> missing = [.. unlogged];
        await FindInLogAsync(store, log, missing, cancellationToken).ConfigureAwait(false);
        foreach (ReceiptId id in unlogged.Where(missing.Contains))
            store.NoteIndex(id, await log.AppendAsync(id, cancellationToken).ConfigureAwait(false));
        return missing.Count;
    }

    /// <summary>Reads the log's entries from the first whose index is not on record.</summary>
    /// <remarks>
    /// Indices are noted out of order, so an unnoted one may stand before a noted one: the search begins a good way back,
    /// farther than receipts can be under way at once.
    /// </remarks>
    private static async Task FindInLogAsync(ReceiptStore store, TransparencyLog log, HashSet<ReceiptId> missing, CancellationToken cancellationToken)
    {
        ulong next = store.NextLogIndex();
        // All that is durable is in tiles when a log has been opened, whether or not witnesses have seen it.
        ulong size = log.DurableCount;
        ulong first = next > SearchBack ? next - SearchBack : 0;
        for (ulong bundle = first / BundleEntries; bundle * BundleEntries < size && missing.Count > 0; bundle++)
        {
            int width = (int)Math.Min(BundleEntries, size - (bundle * BundleEntries));
            byte[]? bytes = await log.ReadResourceAsync(TilePath.Entries(bundle, width).ToString(), cancellationToken).ConfigureAwait(false);
            if (bytes is null || !EntryBundle.TryParse(bytes, out var entries))
                throw new LogStateException(TilePath.Entries(bundle, width).ToString(), "The entry bundle is missing or damaged.");
            for (int position = 0; position < entries.Length; position++)
            {
                ReceiptId id = new(new Digest(entries[position].Span));
                if (missing.Remove(id))
                    store.NoteIndex(id, (bundle * BundleEntries) + (ulong)position);
            }
        }
    }

    private const ulong SearchBack = 65_536;
}
