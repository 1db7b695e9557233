using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Witness;

/// <summary>What a log asks a witness (c2sp.org/tlog-witness, add-checkpoint), parsed; nothing in it is checked yet.</summary>
/// <remarks>
/// <code>
/// old 20852014
/// base64(hash)          (none or more)
/// (empty line)
/// the checkpoint, verbatim
/// </code>
/// </remarks>
/// <param name="OldSize">The size of the tree that the witness cosigned last, as the log believes.</param>
/// <param name="Proof">The consistency proof from that tree to the checkpoint's.</param>
/// <param name="CheckpointNote">The bytes of the signed checkpoint.</param>
public sealed record AddCheckpointRequest(ulong OldSize, ImmutableArray<Digest> Proof, ImmutableArray<byte> CheckpointNote)
{
    /// <summary>The most lines of proof: SPEC: "MUST NOT send more than 63 consistency proof lines".</summary>
    public const int MaxProofLines = 63;

    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = SignedNote.MaxBytes + 4096;

    /// <summary>Reads a request; false for every deviation from the format. The checkpoint is not looked into.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AddCheckpointRequest? request)
    {
        request = null;
        int split = body.IndexOf("\n\n"u8);
        if (body.Length > MaxBytes || split < 0 || !Ascii.IsValid(body[..split]))
            return false;
        string[] lines = Encoding.ASCII.GetString(body[..split]).Split('\n');
        if (!lines[0].StartsWith(OldPrefix, StringComparison.Ordinal) || !Decimal64.TryParse(lines[0].AsSpan(OldPrefix.Length), out ulong oldSize))
            return false;
        if (!HashLines.TryParse(lines.AsSpan(1), MaxProofLines, out ImmutableArray<Digest> proof))
            return false;
        request = new AddCheckpointRequest(oldSize, proof, [.. body[(split + 2)..]]);
        return true;
    }

    /// <summary>The body of the request.</summary>
    public byte[] Format() =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{OldPrefix}{OldSize}\n{HashLines.Format(Proof)}\n")), .. CheckpointNote];

    private const string OldPrefix = "old ";
}
