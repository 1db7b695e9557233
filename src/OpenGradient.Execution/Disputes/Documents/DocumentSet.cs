namespace OpenGradient.Execution.Disputes;

/// <summary>Documents in full, and which of their tiles were read.</summary>
/// <param name="find">Gets a document by its name.</param>
internal sealed class DocumentSet(Func<DocumentName, TiledDocument> find) : IDocumentReader
{
    private readonly SortedSet<(DocumentName Document, int Tile)> _touched = [];

    /// <summary>The tiles read so far.</summary>
    public IReadOnlyCollection<(DocumentName Document, int Tile)> Touched => _touched;

    /// <inheritdoc/>
    public void Read(DocumentName document, long offset, Span<byte> destination)
    {
        find(document).Bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
        if (destination.IsEmpty)
            return;
        for (long tile = offset / TiledDocument.TileBytes; tile <= (offset + destination.Length - 1) / TiledDocument.TileBytes; tile++)
            _touched.Add((document, (int)tile));
    }

    /// <summary>Openings of everything that was read; a document of which all tiles were is opened whole.</summary>
    public OpeningsBody Open()
    {
        var tiles = new List<TileOpening>();
        var wholes = new List<WholeOpening>();
        foreach (IGrouping<DocumentName, (DocumentName Document, int Tile)> group in _touched.GroupBy(static touch => touch.Document))
        {
            TiledDocument document = find(group.Key);
            if (group.Count() == document.Leaves.Length && group.Count() > 1)
                wholes.Add(new WholeOpening(group.Key, [.. document.Bytes.Span]));
            else
                tiles.AddRange(group.Select(touch => new TileOpening(group.Key, touch.Tile, document.Open(touch.Tile), document.Path(touch.Tile))));
        }

        return new OpeningsBody([.. tiles], [.. wholes]);
    }
}
