using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>Turns entries into tiles and bundles, one after the other.</summary>
internal sealed class TreeBuilder(TreeEdge edge)
{
    private readonly BundleEdge _bundle = new();

    /// <summary>The tree so far.</summary>
    public TreeEdge Edge => edge;

    /// <summary>Adds the entries [<paramref name="first"/>, <paramref name="end"/>) of a sequence to the tree; hands over what becomes full.</summary>
    public void AppendFrom(SequenceFile sequence, ulong first, ulong end, FullTile onFull)
    {
        ReceiptId[] chunk = new ReceiptId[Math.Min(ChunkEntries, end - first)];
        for (ulong at = first; at < end; at += (ulong)chunk.Length)
        {
            if (end - at < (ulong)chunk.Length)
                Array.Resize(ref chunk, (int)(end - at));
            sequence.Read(at, chunk);
            foreach (ReceiptId entry in chunk)
                Append(entry, onFull);
        }
    }

    /// <summary>Fills the partial bundle of a tree that was taken from tiles.</summary>
    public void RestoreBundle(SequenceFile sequence)
    {
        ReceiptId[] entries = new ReceiptId[edge.Size % TilePath.FullWidth];
        sequence.Read(edge.Size - (ulong)entries.Length, entries);
        foreach (ReceiptId entry in entries)
            _bundle.Add(entry);
    }

    /// <summary>What is not full yet: a tile for each level that has one, and the bundle.</summary>
    public IEnumerable<(TilePath Path, byte[] Content)> Partials()
    {
        foreach ((TilePath path, byte[] content) in edge.Partials())
            yield return (path, content);
        if (_bundle.Count > 0)
            yield return (TilePath.Entries(edge.Size / TilePath.FullWidth, _bundle.Count), _bundle.Content.ToArray());
    }

    private void Append(ReceiptId entry, FullTile onFull)
    {
        _bundle.Add(entry);
        edge.Append(LogProof.LeafHash(entry), onFull);
        if (_bundle.Count < TilePath.FullWidth)
            return;
        onFull(TilePath.Entries((edge.Size / TilePath.FullWidth) - 1), _bundle.Content);
        _bundle.Clear();
    }

    private const ulong ChunkEntries = 4096;
}
