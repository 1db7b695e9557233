using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>An inclusion proof with the checkpoint it leads to (c2sp.org/tlog-proof@v1), parsed; nothing in it is checked yet.</summary>
/// <remarks>
/// <code>
/// c2sp.org/tlog-proof@v1
/// extra base64                  (may be absent)
/// index decimal
/// base64(hash)                  (none or more, leaf side first)
/// (empty line)
/// the checkpoint, verbatim
/// </code>
/// </remarks>
/// <param name="Index">The entry's index in the log.</param>
/// <param name="Path">The sibling hashes from the leaf up to the root.</param>
/// <param name="CheckpointNote">The bytes of the signed checkpoint, as they stand in the file.</param>
/// <param name="Extra">Opaque data that nothing signs; empty if the line is absent.</param>
public sealed record LogProof(ulong Index, ImmutableArray<Digest> Path, ImmutableArray<byte> CheckpointNote, ImmutableArray<byte> Extra)
{
    /// <summary>The longest path: the height of a tree of 2^64 entries.</summary>
    public const int MaxPathLength = 64;

    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxBytes = 2 * SignedNote.MaxBytes;

    /// <summary>Reads a proof file; false for every deviation from the format. The checkpoint is not looked into.</summary>
    public static bool TryParse(ReadOnlySpan<byte> file, [NotNullWhen(true)] out LogProof? proof)
    {
        proof = null;
        int split = file.IndexOf("\n\n"u8);
        if (file.Length > MaxBytes || split < 0 || !Ascii.IsValid(file[..split]))
            return false;
        string[] lines = Encoding.ASCII.GetString(file[..split]).Split('\n');
        int indexLine = lines.Length > 1 && lines[1].StartsWith(ExtraPrefix, StringComparison.Ordinal) ? 2 : 1;
        byte[] extra = [];
        if (lines[0] != Header || (indexLine == 2 && !CanonicalBase64.TryDecode(lines[1][ExtraPrefix.Length..], out extra)))
            return false;
        if (!TryParseIndex(lines, indexLine, out ulong index) || !HashLines.TryParse(lines.AsSpan(indexLine + 1), MaxPathLength, out ImmutableArray<Digest> path))
            return false;
        proof = new LogProof(index, path, [.. file[(split + 2)..]], [.. extra]);
        return true;
    }

    /// <summary>The bytes of the proof file.</summary>
    public byte[] Format()
    {
        StringBuilder head = new($"{Header}\n");
        if (!Extra.IsEmpty)
            head.Append(ExtraPrefix).Append(Convert.ToBase64String(Extra.AsSpan())).Append('\n');
        head.Append(IndexPrefix).Append(Index).Append('\n').Append(HashLines.Format(Path)).Append('\n');
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. CheckpointNote];
    }

    /// <summary>Whether the path leads from <paramref name="leafHash"/> at <see cref="Index"/> to the root of a checkpoint.</summary>
    public bool VerifyInclusion(Digest leafHash, Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return MerkleProof.VerifyInclusion(Index, checkpoint.Size, leafHash, Path.AsSpan(), checkpoint.Root);
    }

    /// <summary>The leaf hash of a receipt: the log's entry is the 32 bytes of its id (spec/log-1 §2).</summary>
    public static Digest LeafHash(ReceiptId receipt) => MerkleTree.HashLeaf(receipt.Value.AsSpan());

    private static bool TryParseIndex(string[] lines, int at, out ulong index)
    {
        index = 0;
        return at < lines.Length
            && lines[at].StartsWith(IndexPrefix, StringComparison.Ordinal)
            && Decimal64.TryParse(lines[at].AsSpan(IndexPrefix.Length), out index);
    }

    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string ExtraPrefix = "extra ";
    private const string IndexPrefix = "index ";
}
