using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OpenGradient.Transparency;

/// <summary>The public key of a witness, or of a log that signs like one, with its name (c2sp.org/tlog-cosignature).</summary>
/// <remarks>
/// A cosignature is <c>timestamp (u64, big-endian) ‖ signature</c>. It says that at that time this was the largest tree of the log that the
/// cosigner had seen, and that it continues every tree seen before.
/// <para><b>Does not establish</b> that the clock was right, or that the cosigner looked at entries.</para>
/// </remarks>
public sealed class CosignerKey
{
    private readonly byte[] _key;

    private CosignerKey(string name, CosignatureAlgorithm algorithm, byte[] key)
    {
        Name = name;
        Algorithm = algorithm;
        _key = key;
        KeyHash = VerifierKeyText.HashOf(name, Typed);
    }

    /// <summary>The key's name, as its signature lines have it.</summary>
    public string Name { get; }

    /// <summary>How it signs.</summary>
    public CosignatureAlgorithm Algorithm { get; }

    /// <summary>The 32-bit key id of the signature lines. Easy to collide: it selects a line, and proves nothing.</summary>
    public uint KeyHash { get; }

    /// <summary>The bytes of the public key.</summary>
    public ReadOnlySpan<byte> PublicKey => _key;

    /// <summary>Whether a text can name a cosigner: as for logs, and at most 255 bytes where the name is signed.</summary>
    public static bool IsValidName(string name, CosignatureAlgorithm algorithm) => LogVerifierKey.IsValidName(name)
        && (algorithm == CosignatureAlgorithm.Ed25519 || Encoding.UTF8.GetByteCount(name) <= CosignedMessage.MaxNameBytes);

    /// <summary>Names a public key.</summary>
    /// <exception cref="ArgumentException">The name cannot name a cosigner, or these bytes are no key.</exception>
    public static CosignerKey Create(string name, CosignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (!IsValidName(name, algorithm))
            throw new ArgumentException("A cosigner's name is non-empty, short, without spaces, plus signs and control characters.", nameof(name));
        if (!IsAcceptableKey(algorithm, publicKey))
            throw new ArgumentException("Not a public key of this algorithm.", nameof(publicKey));
        return new CosignerKey(name, algorithm, publicKey.ToArray());
    }

    /// <summary>Reads a verifier key of type 0x04 or 0x06; false if it is malformed, another type, or a key that is not accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CosignerKey? key)
    {
        key = null;
        if (!VerifierKeyText.TryParse(text, out string name, out byte[] typed))
            return false;
        CosignatureAlgorithm algorithm = (CosignatureAlgorithm)typed[0];
        if (algorithm is not (CosignatureAlgorithm.Ed25519 or CosignatureAlgorithm.MlDsa44))
            return false;
        if (!IsValidName(name, algorithm) || !IsAcceptableKey(algorithm, typed.AsSpan(1)))
            return false;
        key = new CosignerKey(name, algorithm, typed[1..]);
        return true;
    }

    /// <summary>What the lines of a checkpoint note say about this cosigner.</summary>
    /// <param name="note">The note.</param>
    /// <param name="checkpoint">What its text says.</param>
    /// <param name="timestamp">The latest time that it signed; 0 if the verdict is not valid.</param>
    public NoteVerdict Check(SignedNote note, Checkpoint checkpoint, out ulong timestamp)
    {
        ArgumentNullException.ThrowIfNull(note);
        timestamp = 0;
        NoteVerdict verdict = NoteVerdict.SignatureMissing;
        ulong latest = 0;
        foreach (NoteSignature line in note.Signatures)
        {
            if (line.KeyHash != KeyHash || line.Name != Name)
                continue;
            // SPEC: "If the key name and ID match a known key, verifiers MUST verify the signature."
            if (!Verify(note.Text, checkpoint, line.Signature.AsSpan(), out ulong time))
                return NoteVerdict.SignatureInvalid;
            latest = Math.Max(latest, time);
            verdict = NoteVerdict.Valid;
        }

        timestamp = latest;
        return verdict;
    }

    /// <summary>Whether a cosignature is this key's of a checkpoint, and when it was made.</summary>
    public bool Verify(ReadOnlySpan<byte> checkpointText, Checkpoint checkpoint, ReadOnlySpan<byte> cosignature, out ulong timestamp)
    {
        timestamp = 0;
        if (!BinaryPrimitives.TryReadUInt64BigEndian(cosignature, out ulong time) || time > long.MaxValue)
            return false;
        ReadOnlySpan<byte> signature = cosignature[sizeof(ulong)..];
        bool isSigned = Algorithm switch
        {
            CosignatureAlgorithm.Ed25519 => Ed25519.Verify(_key, CosignedMessage.Format(time, checkpointText), signature),
            CosignatureAlgorithm.MlDsa44 => CosignedMessage.TryFormatSubtree(Name, time, checkpoint, out byte[] message) && MlDsa44.Verify(_key, message, signature),
        };
        timestamp = isSigned ? time : 0;
        return isSigned;
    }

    /// <summary>The verifier key as text.</summary>
    public override string ToString() => VerifierKeyText.Format(Name, Typed);

    private byte[] Typed => [(byte)Algorithm, .. _key];

    private static bool IsAcceptableKey(CosignatureAlgorithm algorithm, ReadOnlySpan<byte> key) => algorithm switch
    {
        CosignatureAlgorithm.Ed25519 => Ed25519.IsAcceptableKey(key),
        CosignatureAlgorithm.MlDsa44 => key.Length == MlDsa44.PublicKeyBytes,
    };
}
