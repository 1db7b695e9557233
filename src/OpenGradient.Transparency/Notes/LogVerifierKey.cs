using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>The public key of a log with its name: a C2SP verifier key of type 0x01 (Ed25519).</summary>
/// <remarks><code>name "+" hex8(keyHash) "+" base64(01 ‖ key[32])      keyHash = SHA-256(name ‖ 0A ‖ 01 ‖ key)[:4]</code></remarks>
public sealed class LogVerifierKey
{
    /// <summary>The longest name that is taken, in UTF-16 code units.</summary>
    public const int MaxNameChars = 1024;

    private readonly byte[] _key;

    private LogVerifierKey(string name, byte[] key)
    {
        Name = name;
        _key = key;
        KeyHash = VerifierKeyText.HashOf(name, [Ed25519Type, .. key]);
        KeyDigest = Digest.Sha256(key);
    }

    /// <summary>The key's name: the log's origin.</summary>
    public string Name { get; }

    /// <summary>The 32-bit key id of the signature lines. Easy to collide: it selects a line, and proves nothing.</summary>
    public uint KeyHash { get; }

    /// <summary>SHA-256 of the 32 key bytes: <c>log.key</c> of a receipt.</summary>
    public Digest KeyDigest { get; }

    /// <summary>The 32 bytes of the Ed25519 public key.</summary>
    public ReadOnlySpan<byte> PublicKey => _key;

    /// <summary>Whether a text can name a key: not empty, no Unicode space, plus sign or control character.</summary>
    public static bool IsValidName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= MaxNameChars && KeyName.IsValid(name) && Utf16.IsWellFormed(name);
    }

    /// <summary>Names a public key.</summary>
    /// <exception cref="ArgumentException">The name cannot name a key, or the key is not canonical or of small order.</exception>
    public static LogVerifierKey Create(string name, ReadOnlySpan<byte> publicKey)
    {
        if (!IsValidName(name))
            throw new ArgumentException("A log's name is non-empty, without spaces, plus signs and control characters.", nameof(name));
        if (!Ed25519.IsAcceptableKey(publicKey))
            throw new ArgumentException("Not a canonical Ed25519 public key of large order.", nameof(publicKey));
        return new LogVerifierKey(name, publicKey.ToArray());
    }

    /// <summary>Reads a verifier key; false if it is malformed, not Ed25519, names another hash, or its key is not canonical or of small order.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LogVerifierKey? key)
    {
        key = null;
        if (!VerifierKeyText.TryParse(text, out string name, out byte[] typed))
            return false;
        if (typed.Length != 1 + Ed25519.PublicKeyBytes || typed[0] != Ed25519Type || !Ed25519.IsAcceptableKey(typed.AsSpan(1)))
            return false;
        key = new LogVerifierKey(name, typed[1..]);
        return true;
    }

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="message"/>, by the rule of <see cref="Ed25519"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => Ed25519.Verify(_key, message, signature);

    /// <summary>The verifier key as text.</summary>
    public override string ToString() => VerifierKeyText.Format(Name, [Ed25519Type, .. _key]);

    /// <summary>The signature type of plain Ed25519 (c2sp.org/signed-note, Signature types).</summary>
    private const byte Ed25519Type = 0x01;
}
