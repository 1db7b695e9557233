using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>The file that a bundle is said to be of: its bytes, or only their SHA-256.</summary>
public sealed class Artifact
{
    private readonly byte[]? _bytes;
    private readonly Digest _sha256;

    private Artifact(byte[]? bytes, Digest sha256)
    {
        _bytes = bytes;
        _sha256 = sha256;
    }

    /// <summary>SHA-256 of the file.</summary>
    public Digest Sha256 => _sha256;

    /// <summary>The file itself.</summary>
    public static Artifact OfBytes(byte[] bytes) => new(bytes, Digest.Sha256(bytes));

    /// <summary>A file of which the SHA-256 is known: enough for every signature whose hash is SHA-256.</summary>
    public static Artifact OfSha256(Digest sha256) => new(null, sha256);

    /// <summary>The file, if it is at hand.</summary>
    internal byte[]? Bytes => _bytes;

    /// <summary>The file's digest; null if only another one is known.</summary>
    internal byte[]? DigestOf(HashAlgorithmName hash)
    {
        if (hash == HashAlgorithmName.SHA256)
            return _sha256.ToArray();
        return _bytes is null ? null : CryptographicOperations.HashData(hash, _bytes);
    }
}
