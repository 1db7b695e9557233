using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The first tile of a row on which two receipts differ: the bytes that the agreed value has there decide.</summary>
/// <param name="row">The row.</param>
/// <param name="index">The tile.</param>
/// <param name="leaves">What the parties say is its leaf hash.</param>
internal sealed class RowTilePhase(DisputedRow row, int index, Pair<Digest> leaves) : TypedPhase<OpeningsBody>
{
    private readonly byte[] _tile = new byte[TiledDocument.TileLength(row.RowBytes, index)];

    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Part(row.Whole, row.OffsetOf(index), TiledDocument.TileLength(row.RowBytes, index));

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, OpeningsBody body)
    {
        var opened = new OpenedDocuments(new Dictionary<DocumentName, (Digest Root, long Length)> { [row.Whole] = (row.Value.Tiles, row.Value.Header.ContentBytes) });
        if (!opened.TryAdd(body))
            return "an opening is not under its root";
        try
        {
            opened.Read(row.Whole, row.OffsetOf(index), _tile);
            return null;
        }
        catch (MissingEvidenceException missing)
        {
            return missing.Message;
        }
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<OpeningsBody> bodies)
    {
        Digest right = MerkleTree.HashLeaf(_tile);
        return RefereeStep.Convict(
            VerdictCode.FalseReceipt, leaves.Where(leaf => leaf != right), $"Tile {index} of {row.Document} is not what the receipt's trace has: the full trace has {right}.");
    }
}
