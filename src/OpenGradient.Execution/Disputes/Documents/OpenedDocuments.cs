using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What was opened of documents whose roots and lengths are agreed: all that a judge sees.</summary>
/// <param name="roots">Root and length of each document.</param>
internal sealed class OpenedDocuments(IReadOnlyDictionary<DocumentName, (Digest Root, long Length)> roots) : IDocumentReader
{
    private readonly Dictionary<(DocumentName Document, int Tile), ReadOnlyMemory<byte>> _tiles = [];

    /// <summary>Takes openings in; false if one does not lead to its document's root.</summary>
    public bool TryAdd(OpeningsBody openings)
    {
        foreach (TileOpening opening in openings.Tiles)
        {
            if (!roots.TryGetValue(opening.Document, out (Digest Root, long Length) document) || !IsRight(opening, document))
                return false;
            _tiles[(opening.Document, opening.Index)] = opening.Tile.Bytes.AsMemory();
        }

        return openings.Documents.All(TryAdd);
    }

    /// <inheritdoc/>
    public void Read(DocumentName document, long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int tile = (int)(offset / TiledDocument.TileBytes);
            int start = (int)(offset % TiledDocument.TileBytes);
            if (!_tiles.TryGetValue((document, tile), out ReadOnlyMemory<byte> bytes) || start >= bytes.Length)
                throw new MissingEvidenceException($"Tile {tile} of {document} was not opened.");
            ReadOnlySpan<byte> part = bytes.Span[start..Math.Min(bytes.Length, start + destination.Length)];
            part.CopyTo(destination);
            destination = destination[part.Length..];
            offset += part.Length;
        }
    }

    private static bool IsRight(TileOpening opening, (Digest Root, long Length) document)
    {
        int count = TraceTiles.Count(document.Length);
        return opening.Index < count
            && opening.Tile.State is null == (opening.Document.Kind != DocumentKind.Constant)
            && opening.Tile.Bytes.Length == TiledDocument.TileLength(document.Length, opening.Index)
            && MerkleProof.VerifyInclusion((ulong)opening.Index, (ulong)count, opening.Tile.LeafHash(), opening.Path.AsSpan(), document.Root);
    }

    private bool TryAdd(WholeOpening opening)
    {
        if (!roots.TryGetValue(opening.Document, out (Digest Root, long Length) document) || opening.Bytes.Length != document.Length)
            return false;
        ReadOnlyMemory<byte> bytes = opening.Bytes.AsMemory();
        if (TiledDocument.Of(opening.Document.Kind, bytes).Root != document.Root)
            return false;
        for (int tile = 0; tile < TraceTiles.Count(document.Length); tile++)
            _tiles[(opening.Document, tile)] = bytes.Slice(tile * TiledDocument.TileBytes, TiledDocument.TileLength(document.Length, tile));
        return true;
    }
}
