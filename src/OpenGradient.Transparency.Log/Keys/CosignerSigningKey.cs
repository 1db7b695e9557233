using System.Buffers.Binary;
using NSec.Cryptography;
using OpenGradient.Primitives;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace OpenGradient.Transparency.Log;

/// <summary>The private key of a witness, or of a log that signs like one, with its name: whoever has it can cosign.</summary>
/// <remarks>
/// A cosigner promises never to sign two trees of one log of which neither continues the other: only who keeps what it signed may call
/// <see cref="Cosign"/>. Thread-safe.
/// </remarks>
public sealed class CosignerSigningKey
{
    private readonly byte[] _seed;
    private readonly Func<byte[], byte[]> _sign;

    private CosignerSigningKey(string name, CosignatureAlgorithm algorithm, byte[] seed)
    {
        _seed = seed;
        (byte[] publicKey, _sign) = algorithm switch
        {
            CosignatureAlgorithm.Ed25519 => OpenEd25519(seed),
            CosignatureAlgorithm.MlDsa44 => OpenMlDsa44(seed),
        };
        VerifierKey = CosignerKey.Create(name, algorithm, publicKey);
    }

    /// <summary>The public half.</summary>
    public CosignerKey VerifierKey { get; }

    /// <summary>Makes a new key.</summary>
    /// <exception cref="ArgumentException">The name cannot name a cosigner.</exception>
    public static CosignerSigningKey Generate(string name, CosignatureAlgorithm algorithm) =>
        FromSeed(name, algorithm, System.Security.Cryptography.RandomNumberGenerator.GetBytes(SeedBytes));

    /// <summary>The key that a seed of 32 bytes stands for.</summary>
    /// <exception cref="ArgumentException">The name cannot name a cosigner, or the seed has another length.</exception>
    public static CosignerSigningKey FromSeed(string name, CosignatureAlgorithm algorithm, ReadOnlySpan<byte> seed) => seed.Length == SeedBytes
        ? new CosignerSigningKey(name, algorithm, seed.ToArray())
        : throw new ArgumentException($"A seed has {SeedBytes} bytes.", nameof(seed));

    /// <summary>Reads what <see cref="DangerousExport"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The text is not the private key of a cosigner, or its parts contradict each other.</exception>
    public static CosignerSigningKey Import(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split('+', 5);
        bool isKey = parts.Length == 5 && parts[0] == "PRIVATE" && parts[1] == "KEY" && CanonicalBase64.TryDecode(parts[4], out byte[] typed) && typed.Length == 1 + SeedBytes;
        if (!isKey)
            throw Malformed("it should read PRIVATE+KEY+name+hash+base64.");
        byte[] decoded = Convert.FromBase64String(parts[4]);
        CosignatureAlgorithm algorithm = (CosignatureAlgorithm)decoded[0];
        if (algorithm is not (CosignatureAlgorithm.Ed25519 or CosignatureAlgorithm.MlDsa44))
            throw Malformed($"its type is {decoded[0]}, not 4 (Ed25519) or 6 (ML-DSA-44).");
        if (!CosignerKey.IsValidName(parts[2], algorithm))
            throw Malformed($"'{parts[2]}' cannot name a cosigner.");
        CosignerSigningKey key = new(parts[2], algorithm, decoded[1..]);
        return key.HashText == parts[3] ? key : throw Malformed($"its hash is '{parts[3]}', but name and key give '{key.HashText}'.");
    }

    /// <summary>The private key as text: <c>PRIVATE+KEY+name+hash+base64(type ‖ seed)</c>.</summary>
    /// <remarks>Dangerous: the text is the key. It belongs in a file that only its owner can read.</remarks>
    public string DangerousExport() =>
        $"PRIVATE+KEY+{VerifierKey.Name}+{HashText}+{Convert.ToBase64String([(byte)VerifierKey.Algorithm, .. _seed])}";

    /// <summary>Cosigns a checkpoint: one signature line.</summary>
    /// <param name="checkpointText">The text of its note.</param>
    /// <param name="checkpoint">What the text says.</param>
    /// <param name="timestamp">The time, in seconds since 1970-01-01 UTC; 0 says nothing of when.</param>
    /// <exception cref="ArgumentException">The log's name is too long to be signed.</exception>
    public NoteSignature Cosign(ReadOnlySpan<byte> checkpointText, Checkpoint checkpoint, ulong timestamp)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return VerifierKey.Algorithm == CosignatureAlgorithm.MlDsa44
            ? CosignSubtree(checkpoint.Origin, 0, checkpoint.Size, checkpoint.Root, timestamp)
            : Line(timestamp, CosignedMessage.Format(timestamp, checkpointText));
    }

    /// <summary>Cosigns a part of a tree, with ML-DSA-44: one signature line, which does not say when.</summary>
    /// <exception cref="ArgumentException">The log's name is too long to be signed.</exception>
    /// <exception cref="InvalidOperationException">The key is one for Ed25519.</exception>
    public NoteSignature CosignSubtree(string origin, ulong start, ulong end, Digest root) => VerifierKey.Algorithm == CosignatureAlgorithm.MlDsa44
        ? CosignSubtree(origin, start, end, root, timestamp: 0)
        : throw new InvalidOperationException("Only ML-DSA-44 keys sign subtrees.");

    private NoteSignature CosignSubtree(string origin, ulong start, ulong end, Digest root, ulong timestamp) =>
        CosignedMessage.TryFormatSubtree(VerifierKey.Name, timestamp, origin, start, end, root, out byte[] message)
            ? Line(timestamp, message)
            : throw new ArgumentException($"The origin '{origin}' is too long for an ML-DSA-44 cosignature.", nameof(origin));

    private NoteSignature Line(ulong timestamp, byte[] message)
    {
        byte[] time = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(time, timestamp);
        return new NoteSignature(VerifierKey.Name, VerifierKey.KeyHash, [.. time, .. _sign(message)]);
    }

    private string HashText => VerifierKey.KeyHash.ToString("x8");

    private static (byte[] PublicKey, Func<byte[], byte[]> Sign) OpenEd25519(byte[] seed)
    {
        Key key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return (key.PublicKey.Export(KeyBlobFormat.RawPublicKey), message => SignatureAlgorithm.Ed25519.Sign(key, message));
    }

    private static (byte[] PublicKey, Func<byte[], byte[]> Sign) OpenMlDsa44(byte[] seed)
    {
        MLDsaPrivateKeyParameters key = MLDsaPrivateKeyParameters.FromSeed(MLDsaParameters.ml_dsa_44, seed);
        return (key.GetPublicKey().GetEncoded(), message => SignMlDsa44(key, message));
    }

    private static byte[] SignMlDsa44(MLDsaPrivateKeyParameters key, byte[] message)
    {
        MLDsaSigner signer = new(MLDsaParameters.ml_dsa_44, deterministic: false);
        signer.Init(forSigning: true, key);
        signer.BlockUpdate(message, 0, message.Length);
        return signer.GenerateSignature();
    }

    private static InvalidInputException Malformed(string why) => new(InvalidInputKind.Malformed, "cosigner key", $"This is not the private key of a cosigner: {why}");

    private const int SeedBytes = 32;
}
