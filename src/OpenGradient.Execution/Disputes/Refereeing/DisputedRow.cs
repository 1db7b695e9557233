namespace OpenGradient.Execution.Disputes;

/// <summary>A row of an agreed value, of which the parties bind different tiles in a receipt.</summary>
/// <param name="Dispute">The dispute, whose traces are the same.</param>
/// <param name="Value">The value.</param>
/// <param name="Entry">What the leaf of the position says of it, but for the tiles.</param>
/// <param name="Position">The position: which row.</param>
internal sealed record DisputedRow(DisputeCase Dispute, ValueClaim Value, TraceEntry Entry, int Position)
{
    /// <summary>The row as a document.</summary>
    public DocumentName Document => DocumentName.OfRow(Entry.Leaf, Position);

    /// <summary>The value as a document.</summary>
    public DocumentName Whole => DocumentName.Of(Entry.Leaf);

    /// <summary>Bytes of the row.</summary>
    public long RowBytes => Entry.Row.Header.ContentBytes;

    /// <summary>Where in the value a tile of the row begins.</summary>
    public long OffsetOf(int tile) => (Position * RowBytes) + ((long)tile * TiledDocument.TileBytes);
}
