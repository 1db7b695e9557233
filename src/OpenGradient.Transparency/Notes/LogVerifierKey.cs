using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
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
        KeyHash = HashOf(name, key);
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
        string[] parts = (text ?? "").Split('+', 3);
        if (parts.Length != 3 || !IsValidName(parts[0]) || !CanonicalBase64.TryDecode(parts[2], out byte[] typed))
            return false;
        if (typed.Length != 1 + Ed25519.PublicKeyBytes || typed[0] != Ed25519Type || !Ed25519.IsAcceptableKey(typed.AsSpan(1)))
            return false;
        LogVerifierKey parsed = new(parts[0], typed[1..]);
        if (parts[1] != parsed.KeyHashText)
            return false;
        key = parsed;
        return true;
    }

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="message"/>, by the rule of <see cref="Ed25519"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => Ed25519.Verify(_key, message, signature);

    /// <summary>The verifier key as text.</summary>
    public override string ToString() => $"{Name}+{KeyHashText}+{Convert.ToBase64String([Ed25519Type, .. _key])}";

    private string KeyHashText => KeyHash.ToString("x8");

    private static uint HashOf(string name, ReadOnlySpan<byte> key) =>
        BinaryPrimitives.ReadUInt32BigEndian(Digest.Sha256([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. key]).AsSpan());

    /// <summary>The signature type of plain Ed25519 (c2sp.org/signed-note, Signature types).</summary>
    private const byte Ed25519Type = 0x01;
}
