using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>A text with signature lines (c2sp.org/signed-note@v1.0.0), parsed; the text says nothing until a signature is checked.</summary>
/// <remarks>
/// <code>
/// text, ending in newline
/// (empty line)
/// — name base64(keyHash[4] ‖ signature)      one line for each signature
/// </code>
/// Bounded: at most <see cref="MaxBytes"/> bytes and <see cref="MaxSignatures"/> signatures.
/// </remarks>
public sealed class SignedNote
{
    /// <summary>The largest note that is read: room for 16 post-quantum signatures of 5 kB, and more.</summary>
    public const int MaxBytes = 262_144;

    /// <summary>The most signature lines that are read. The specification asks for at least 16.</summary>
    public const int MaxSignatures = 64;

    private readonly byte[] _text;

    private SignedNote(byte[] text, ImmutableArray<NoteSignature> signatures)
    {
        _text = text;
        Signatures = signatures;
    }

    /// <summary>The signed bytes: UTF-8, with the final newline, without the empty line.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>The signature lines in order, none of them checked.</summary>
    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <summary>Reads a note; false for every deviation from the format.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        if (bytes.Length > MaxBytes || !IsPlainText(bytes))
            return false;
        // SPEC: "the text is separated from the signatures by the last empty line in the note"
        int split = bytes.LastIndexOf("\n\n"u8);
        if (split < 0 || !TryParseSignatures(bytes[(split + 2)..], out ImmutableArray<NoteSignature> signatures))
            return false;
        note = new SignedNote(bytes[..(split + 1)].ToArray(), signatures);
        return true;
    }

    /// <summary>What the note's lines say about one key.</summary>
    /// <remarks>
    /// A line counts if name and key hash are the key's; every line that counts must verify. All other lines are ignored.
    /// </remarks>
    public NoteVerdict Verify(LogVerifierKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        NoteVerdict verdict = NoteVerdict.SignatureMissing;
        foreach (NoteSignature signature in Signatures)
        {
            if (signature.KeyHash != key.KeyHash || signature.Name != key.Name)
                continue;
            // SPEC: "If the key name and ID match a known key, verifiers MUST verify the signature."
            if (!key.Verify(_text, signature.Signature.AsSpan()))
                return NoteVerdict.SignatureInvalid;
            verdict = NoteVerdict.Valid;
        }

        return verdict;
    }

    /// <summary>The bytes of a note over <paramref name="text"/> with the given lines, in order.</summary>
    /// <exception cref="ArgumentException">The text cannot be a note's text, or there is no signature, or a name is not a key's.</exception>
    public static byte[] Format(ReadOnlySpan<byte> text, params ReadOnlySpan<NoteSignature> signatures)
    {
        if (!IsPlainText(text) || !text.EndsWith("\n"u8))
            throw new ArgumentException("A note's text is UTF-8 without control characters and ends in a newline.", nameof(text));
        if (signatures.IsEmpty)
            throw new ArgumentException("A note has at least one signature.", nameof(signatures));
        StringBuilder lines = new("\n");
        foreach (NoteSignature signature in signatures)
            AppendLine(lines, signature);
        return [.. text, .. Encoding.UTF8.GetBytes(lines.ToString())];
    }

    /// <summary>One signature line, with its newline.</summary>
    /// <exception cref="ArgumentException">The name is not a key's.</exception>
    public static string FormatLine(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        StringBuilder line = new();
        AppendLine(line, signature);
        return line.ToString();
    }

    /// <summary>SPEC: "MUST be valid UTF-8 and MUST NOT contain any ASCII control characters … other than newline".</summary>
    private static bool IsPlainText(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b < 0x20 && b != (byte)'\n')
                return false;
        }

        return Utf8.IsValid(bytes);
    }

    private static bool TryParseSignatures(ReadOnlySpan<byte> lines, out ImmutableArray<NoteSignature> signatures)
    {
        var builder = ImmutableArray.CreateBuilder<NoteSignature>();
        signatures = [];
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf((byte)'\n');
            if (end < 0 || builder.Count == MaxSignatures || !TryParseLine(lines[..end], out NoteSignature? signature))
                return false;
            builder.Add(signature);
            lines = lines[(end + 1)..];
        }

        signatures = builder.ToImmutable();
        return builder.Count > 0;
    }

    private static bool TryParseLine(ReadOnlySpan<byte> line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(LinePrefix))
            return false;
        ReadOnlySpan<byte> rest = line[LinePrefix.Length..];
        int space = rest.IndexOf((byte)' ');
        if (space < 0 || !CanonicalBase64.TryDecode(Encoding.UTF8.GetString(rest[(space + 1)..]), out byte[] decoded) || decoded.Length <= sizeof(uint))
            return false;
        string name = Encoding.UTF8.GetString(rest[..space]);
        if (!KeyName.IsValid(name))
            return false;
        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(decoded), [.. decoded.AsSpan(sizeof(uint))]);
        return true;
    }

    private static void AppendLine(StringBuilder lines, NoteSignature signature)
    {
        if (!KeyName.IsValid(signature.Name))
            throw new ArgumentException($"'{signature.Name}' cannot name a key.", nameof(signature));
        byte[] value = new byte[sizeof(uint) + signature.Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, signature.KeyHash);
        signature.Signature.CopyTo(value, sizeof(uint));
        lines.Append("\u2014 ").Append(signature.Name).Append(' ').Append(Convert.ToBase64String(value)).Append('\n');
    }

    /// <summary>Em dash (U+2014) and a space.</summary>
    private static ReadOnlySpan<byte> LinePrefix => "\u2014 "u8;
}
