using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Witness;

/// <summary>What anybody asks a witness about a part of a tree that it cosigned (c2sp.org/tlog-witness, sign-subtree), parsed.</summary>
/// <remarks>
/// <code>
/// subtree 8 13
/// base64(root of the subtree)
/// base64(hash)          (none or more)
/// (empty line)
/// the checkpoint, with the witness's line
/// </code>
/// </remarks>
/// <param name="Start">The first leaf.</param>
/// <param name="End">The leaf after the last.</param>
/// <param name="Root">The root of the subtree.</param>
/// <param name="Proof">The subtree consistency proof to the checkpoint's tree.</param>
/// <param name="CheckpointNote">The bytes of the signed checkpoint.</param>
public sealed record SignSubtreeRequest(ulong Start, ulong End, Digest Root, ImmutableArray<Digest> Proof, ImmutableArray<byte> CheckpointNote)
{
    /// <summary>Reads a request; false for every deviation from the format. The checkpoint is not looked into.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out SignSubtreeRequest? request)
    {
        request = null;
        int split = body.IndexOf("\n\n"u8);
        if (body.Length > AddCheckpointRequest.MaxBytes || split < 0 || !Ascii.IsValid(body[..split]))
            return false;
        string[] lines = Encoding.ASCII.GetString(body[..split]).Split('\n');
        string[] range = lines[0].Split(' ');
        if (range.Length != 3 || range[0] != "subtree" || !Decimal64.TryParse(range[1], out ulong start) || !Decimal64.TryParse(range[2], out ulong end))
            return false;
        if (!HashLines.TryParse(lines.AsSpan(1), AddCheckpointRequest.MaxProofLines + 1, out ImmutableArray<Digest> hashes) || hashes.IsEmpty)
            return false;
        request = new SignSubtreeRequest(start, end, hashes[0], hashes[1..], [.. body[(split + 2)..]]);
        return true;
    }
}
