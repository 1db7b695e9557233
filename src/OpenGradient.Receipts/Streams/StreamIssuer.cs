using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Makes the evidence that flows with one streamed answer: the head, then a segment for each block of tokens (receipt-1 §8).</summary>
/// <remarks>Not for use by two threads.</remarks>
public sealed class StreamIssuer
{
    private readonly StreamHead _head;
    private readonly P256PrivateKey _key;
    private readonly byte[] _leafSalt;
    private readonly byte[] _shownSalt;
    private Digest _previous;
    private long _index;

    /// <summary>An answer that begins.</summary>
    /// <param name="head">What is known of it.</param>
    /// <param name="salts">The salts of its receipt.</param>
    /// <param name="key">The key that the head names.</param>
    public StreamIssuer(StreamHead head, ReceiptSalts salts, P256PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(salts);
        _head = head;
        _key = key;
        _leafSalt = salts.TreeSalt(CommitmentSide.Output);
        _shownSalt = salts.ShownSalt();
    }

    /// <summary>How many leaves of the output tree the segments have told.</summary>
    public int LeafCount { get; private set; }

    /// <summary>The first line.</summary>
    public string Begin() => Sign(StreamLine.HeadName, _head.ToBytes(), JsonValue.Object(("spki", JsonValue.String(Convert.ToBase64String(_key.PublicKey.Spki)))));

    /// <summary>The line of the next block of tokens.</summary>
    /// <param name="leaves">The leaves of the block, in their order in the output tree.</param>
    /// <param name="tokens">How many tokens they are about.</param>
    /// <param name="shown">The text that was sent since the line before.</param>
    public string Continue(ImmutableArray<CommitmentLeaf> leaves, int tokens, string shown) => Sign(leaves, tokens, shown, finish: null);

    /// <summary>The last line.</summary>
    /// <param name="leaves">All leaves of the output tree that were not told yet; the last of them is what was returned, and is opened.</param>
    /// <param name="tokens">How many tokens they are about.</param>
    /// <param name="shown">The text that was sent since the line before.</param>
    /// <param name="finish">Why the answer is over.</param>
    public string End(ImmutableArray<CommitmentLeaf> leaves, int tokens, string shown, FinishReason finish) => Sign(leaves, tokens, shown, finish);

    private string Sign(ImmutableArray<CommitmentLeaf> leaves, int tokens, string shown, FinishReason? finish)
    {
        byte[] shownSalt = ReceiptSalts.LeafSalt(_shownSalt, (int)_index);
        CommitmentLeaf shownLeaf = new(StreamSegment.ShownKind, _index.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(shown));
        ImmutableArray<Digest> hashes = [.. leaves.Select((leaf, place) => leaf.Hash(ReceiptSalts.LeafSalt(_leafSalt, LeafCount + place)))];
        JsonValue opening = finish is null ? Opening(shownSalt) : Opening(shownSalt, leaves[^1], ReceiptSalts.LeafSalt(_leafSalt, LeafCount + leaves.Length - 1));
        StreamSegment segment = new(_head.Choice, _index, hashes, _previous, shownLeaf.Hash(shownSalt), tokens, finish);
        _index++;
        LeafCount += leaves.Length;
        return Sign(StreamLine.SegmentName, segment.ToBytes(), opening);
    }

    private string Sign(string name, byte[] statement, JsonValue opening)
    {
        _previous = Digest.Sha256(statement);
        return StreamLine.Sign(name, statement, _key, opening).Format();
    }

    private static JsonValue Opening(byte[] shownSalt) => JsonValue.Object(("salt", Hex(shownSalt)));

    private static JsonValue Opening(byte[] shownSalt, CommitmentLeaf last, byte[] lastSalt) => JsonValue.Object(
        ("last", JsonValue.Object(
            ("content", JsonValue.String(Convert.ToBase64String(last.Content.Span))), ("kind", JsonValue.String(last.Kind)), ("salt", Hex(lastSalt)))),
        ("salt", Hex(shownSalt)));

    private static JsonValue Hex(byte[] bytes) => JsonValue.String(Convert.ToHexStringLower(bytes));
}
