using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The parties agree on the digest of a constant, which the Program names, but not on its tiles.</summary>
/// <param name="Document">The constant.</param>
/// <param name="Constant">Encoding, shape and digest.</param>
/// <param name="Roots">The roots over its tiles, as the parties say.</param>
internal sealed record SourceConflict(DocumentName Document, Constant Constant, Pair<Digest> Roots)
{
    /// <summary>Its digest.</summary>
    public Digest Content => Constant.Digest;

    /// <summary>Its length, as encoding and shape say.</summary>
    public long Bytes { get; } = JudgedInput.StoredBytes(Constant);

    /// <summary>How many tiles there are.</summary>
    public int TileCount => TraceTiles.Count(Bytes);

    /// <summary>The first constant of which both parties show another root; null if there is none.</summary>
    /// <remarks>Values before the disputed one are agreed with all that their leaves hold; a constant has a plain digest only.</remarks>
    public static SourceConflict? Find(Pair<SourcesBody> bodies)
    {
        var roots = bodies.B.Sources.Where(static source => source.Tiles is not null).GroupBy(static source => source.Document)
            .ToDictionary(static group => group.Key, static group => group.First().Tiles!.Value);
        foreach (SourceClaim source in bodies.A.Sources)
        {
            if (source.Tiles is { } tiles && roots.TryGetValue(source.Document, out Digest other) && tiles != other)
                return new SourceConflict(source.Document, ConstantOf(bodies.A, source.Document), new Pair<Digest>(tiles, other));
        }

        return null;
    }

    /// <summary>The round that settles it, or leads there.</summary>
    public RefereeStep Enter() => DescendPhase.Enter(
        Document, new MerkleRange(0, TileCount), Roots, seeksFirst: false, (tile, leaves) => new ConflictTilePhase(this, tile, leaves));

    private static Constant ConstantOf(SourcesBody body, DocumentName document) => body.Records
        .SelectMany(static record => record.Step.References).OfType<ValueReference.Stored>().First(stored => stored.Index == document.Index).Constant;
}
