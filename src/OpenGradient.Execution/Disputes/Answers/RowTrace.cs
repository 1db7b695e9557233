using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The trace that the receipt of a causal Program binds: for each position the entries of its leaf.</summary>
/// <param name="Entries">[positions][traced outputs].</param>
internal sealed record RowTrace(ImmutableArray<ImmutableArray<TraceEntry>> Entries)
{
    /// <summary>That of a recorded run over the whole text.</summary>
    public static RowTrace Of(RecordedRun run)
    {
        var positions = new List<ImmutableArray<TraceEntry>.Builder>();
        foreach (LeafName leaf in run.Names.Where(leaf => run.Graph.Steps[leaf.Step].IsTraced))
        {
            Tensor value = run.Value(leaf);
            var header = ValueHeader.Of(value);
            for (int position = 0; position < value.Shape[0]; position++)
            {
                if (position == positions.Count)
                    positions.Add(ImmutableArray.CreateBuilder<TraceEntry>());
                int rowBytes = TraceEntry.RowBytes(header, position);
                positions[position].Add(new TraceEntry(leaf.Step, leaf.Output, TraceEntry.RowOf(header, value.Bytes.AsSpan(position * rowBytes, rowBytes))));
            }
        }

        return new RowTrace([.. positions.Select(static position => position.ToImmutable())]);
    }

    /// <summary>The elements of a row that a cheat binds in place of the ones that it computed.</summary>
    public (DocumentName Row, ReadOnlyMemory<byte> Elements)? Other { get; init; }

    /// <summary>With another element in a row: the entry speaks of that.</summary>
    public RowTrace WithOther(RecordedRun run, int position, int index)
    {
        TraceEntry entry = Entries[position][index];
        byte[] elements = Bytes(DocumentName.OfRow(entry.Leaf, position), run).ToArray();
        elements[elements.Length / 2] ^= 1;
        TraceEntry other = entry with { Row = entry.Row with { Tiles = TraceTiles.Root(elements) } };
        return new RowTrace(Entries.SetItem(position, Entries[position].SetItem(index, other))) { Other = (DocumentName.OfRow(entry.Leaf, position), elements) };
    }

    /// <summary>The elements of a row.</summary>
    public ReadOnlyMemory<byte> Bytes(DocumentName row, RecordedRun run)
    {
        if (Other is { } other && other.Row == row)
            return other.Elements;
        Tensor value = run.Value(row.Leaf!);
        int rowBytes = TraceEntry.RowBytes(ValueHeader.Of(value), row.Index);
        return value.Bytes.AsMemory(row.Index * rowBytes, rowBytes);
    }

    /// <summary>The leaf hashes.</summary>
    public Digest[] Hashes => [.. Entries.Select(static position => MerkleTree.HashLeaf(TraceEntry.Write(position.AsSpan())))];
}
