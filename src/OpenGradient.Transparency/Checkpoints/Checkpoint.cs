using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>A log's statement of its size and root (c2sp.org/tlog-checkpoint@v1.0.0).</summary>
/// <remarks>
/// <code>
/// origin
/// size, decimal
/// base64(root)
/// extension lines, none or more
/// </code>
/// <b>Does not establish</b> that the log shows everyone the same tree: that takes witnesses.
/// </remarks>
/// <param name="Origin">The log's name.</param>
/// <param name="Size">How many entries the tree has.</param>
/// <param name="Root">The RFC 6962 root over them.</param>
/// <param name="Extensions">Opaque further lines; a signature covers them, nothing here gives them a meaning.</param>
public sealed record Checkpoint(string Origin, ulong Size, Digest Root, ImmutableArray<string> Extensions)
{
    /// <summary>Checks a checkpoint note against the log's key: format, origin (the key's name), signature.</summary>
    public static CheckpointError TryOpen(ReadOnlySpan<byte> note, LogVerifierKey key, out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(key);
        checkpoint = null;
        if (!SignedNote.TryParse(note, out SignedNote? signed))
            return CheckpointError.NoteMalformed;
        if (!TryParseBodyUnverified(signed.Text, out Checkpoint? body))
            return CheckpointError.BodyMalformed;
        if (body.Origin != key.Name)
            return CheckpointError.OriginMismatch;
        NoteVerdict verdict = signed.Verify(key);
        checkpoint = verdict == NoteVerdict.Valid ? body : null;
        return verdict switch
        {
            NoteVerdict.Valid => CheckpointError.None,
            NoteVerdict.SignatureMissing => CheckpointError.SignatureMissing,
            NoteVerdict.SignatureInvalid => CheckpointError.SignatureInvalid,
        };
    }

    /// <summary>Reads the text of a checkpoint, without its signatures: it says nothing until they are checked.</summary>
    public static bool TryParseBodyUnverified(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (text.IsEmpty || text[^1] != (byte)'\n' || !System.Text.Unicode.Utf8.IsValid(text))
            return false;
        string[] lines = Encoding.UTF8.GetString(text[..^1]).Split('\n');
        // SPEC: "a sequence of at least three non-empty lines"; extension lines "MUST be non-empty".
        if (lines.Length < 3 || lines.Contains(""))
            return false;
        if (!Decimal64.TryParse(lines[1], out ulong size) || !TryParseRoot(lines[2], out Digest root))
            return false;
        checkpoint = new Checkpoint(lines[0], size, root, [.. lines[3..]]);
        return true;
    }

    /// <summary>The text that is signed.</summary>
    public byte[] FormatBody()
    {
        StringBuilder text = new();
        text.Append(Origin).Append('\n').Append(Size).Append('\n').Append(Convert.ToBase64String(Root.AsSpan())).Append('\n');
        foreach (string extension in Extensions)
            text.Append(extension).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static bool TryParseRoot(string line, out Digest root)
    {
        bool isDigest = CanonicalBase64.TryDecode(line, out byte[] bytes) && bytes.Length == Digest.SizeBytes;
        root = isDigest ? new Digest(bytes) : default;
        return isDigest;
    }
}
