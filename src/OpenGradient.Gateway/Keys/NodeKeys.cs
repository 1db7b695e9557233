using System.Collections.Immutable;
using System.Security.Cryptography;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>The keys of a node: one that signs receipts, one that signs the log's checkpoints, one that fixes random streams, one that opens disclosures.</summary>
/// <remarks>
/// <code>
/// keys/node.pem             P-256, PKCS #8          signs receipts; can be rotated
/// keys/log.key              Ed25519, signed-note     signs checkpoints; a log keeps its key for life
/// keys/log-ml-dsa.key       ML-DSA-44, signed-note   signs them a second time, so that a quantum computer cannot
/// keys/draw.pem             RSA 2048, PKCS #8      fixes random streams before they are asked for; kept for life, too
/// keys/disclosure.key       32 random bytes         makes the tokens that let a client fetch its own disclosures
/// keys/retired/{id}.json    public key, time        what signed before the last rotations
/// </code>
/// They are made on first start. Rotation replaces the first only: a receipt's bundle brings the public key that it was signed
/// with, so older receipts stay valid, and the private half is gone. A new log key would be a new log, and a second draw key a choice
/// between streams: they start with a new data directory.
/// </remarks>
public sealed class NodeKeys : IDisposable
{
    private const string NodeKeyFile = "node.pem";
    private const string LogKeyFile = "log.key";
    private const string SecondLogKeyFile = "log-ml-dsa.key";
    private const string DrawKeyFile = "draw.pem";
    private const string DisclosureKeyFile = "disclosure.key";
    private const string RetiredDirectory = "retired";
    private const int DisclosureKeyBytes = 32;

    private readonly byte[] _disclosureKey;

    private NodeKeys(P256PrivateKey node, LogSigningKey log, CosignerSigningKey? secondLog, DrawPrivateKey draw, byte[] disclosureKey, ImmutableArray<RetiredKey> retired)
    {
        Node = node;
        Log = log;
        SecondLog = secondLog;
        Draw = draw;
        _disclosureKey = disclosureKey;
        Retired = retired;
    }

    /// <summary>Signs receipts.</summary>
    public P256PrivateKey Node { get; }

    /// <summary>Signs the log's checkpoints.</summary>
    public LogSigningKey Log { get; }

    /// <summary>Signs the log's checkpoints a second time, with ML-DSA-44; null if the log's name is too long for that.</summary>
    public CosignerSigningKey? SecondLog { get; }

    /// <summary>Makes the part of random streams that is the node's, without leaving it a choice.</summary>
    public DrawPrivateKey Draw { get; }

    /// <summary>The public keys that signed before, oldest first.</summary>
    public ImmutableArray<RetiredKey> Retired { get; }

    /// <summary>The name in the log's key without its suffix: the node's name when it was first started.</summary>
    public string DefaultName => Log.VerifierKey.Name.EndsWith(LogSuffix, StringComparison.Ordinal)
        ? Log.VerifierKey.Name[..^LogSuffix.Length]
        : Log.VerifierKey.Name;

    /// <summary>Loads the keys in <paramref name="directory"/>, making those that are not there.</summary>
    /// <param name="directory">The key directory; made with mode 0700.</param>
    /// <param name="name">The node's name, for a new log key; null for a random one.</param>
    /// <exception cref="InvalidInputException">A key file is not what it should be; the message names it.</exception>
    public static NodeKeys LoadOrCreate(string directory, string? name = null)
    {
        DataDirectory.CreatePrivate(directory);
        P256PrivateKey node = LoadOrCreateNodeKey(Path.Combine(directory, NodeKeyFile));
        LogSigningKey log = LoadOrCreateLogKey(Path.Combine(directory, LogKeyFile), name ?? NewName());
        CosignerSigningKey? secondLog = LoadOrCreateSecondLogKey(Path.Combine(directory, SecondLogKeyFile), log.VerifierKey.Name);
        DrawPrivateKey draw = LoadOrCreateDrawKey(Path.Combine(directory, DrawKeyFile));
        byte[] disclosureKey = LoadOrCreateDisclosureKey(Path.Combine(directory, DisclosureKeyFile));
        return new NodeKeys(node, log, secondLog, draw, disclosureKey, LoadRetired(directory, node.PublicKey.KeyId));
    }

    /// <summary>Replaces the key that signs receipts. The node must not be running.</summary>
    /// <returns>The old and the new key id.</returns>
    /// <exception cref="InvalidInputException">A node is using the data directory, or it holds no keys.</exception>
    public static (Digest Old, Digest New) Rotate(string dataDirectory, TimeProvider time)
    {
        if (!File.Exists(Path.Combine(dataDirectory, "keys", NodeKeyFile)))
            throw NoNode(dataDirectory);
        using DataDirectory data = DataDirectory.Acquire(dataDirectory);
        using NodeKeys keys = LoadOrCreate(data.Keys);
        using P256PrivateKey fresh = P256PrivateKey.Generate();
        RetiredKey retired = new(keys.Node.PublicKey, time.GetUtcNow());
        string retiredDirectory = Path.Combine(data.Keys, RetiredDirectory);
        DataDirectory.CreatePrivate(retiredDirectory);

        // Crash note: the old public key is on record before the new key takes over. A crash between the two leaves the old key
        // in use and on record as retired as well, which loading passes over and the next rotation overwrites.
        PrivateFile.Write(Path.Combine(retiredDirectory, keys.Node.PublicKey.KeyId + ".json"), retired.ToBytes());
        WriteText(Path.Combine(data.Keys, NodeKeyFile), fresh.DangerousExportPem());
        return (keys.Node.PublicKey.KeyId, fresh.PublicKey.KeyId);
    }

    /// <summary>The public half of the log's key of a node that may be running.</summary>
    /// <exception cref="InvalidInputException">There is no such node, or its key file is damaged.</exception>
    public static LogVerifierKey ReadLogVerifierKey(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, "keys", LogKeyFile);
        if (!File.Exists(path))
            throw NoNode(dataDirectory);
        using LogSigningKey key = LoadOrCreateLogKey(path, name: "");
        return key.VerifierKey;
    }

    private static InvalidInputException NoNode(string dataDirectory) =>
        new(InvalidInputKind.NotFound, dataDirectory, "No node has kept its data here: name its directory with --data.");

    /// <summary>The public key with this id, current or retired; null if it is none of this node's.</summary>
    public P256PublicKey? Find(Digest keyId) => Node.PublicKey.KeyId == keyId
        ? Node.PublicKey
        : Retired.FirstOrDefault(retired => retired.Key.KeyId == keyId)?.Key;

    /// <summary>HMAC-SHA-256 under the disclosure key.</summary>
    internal byte[] DisclosureMac(ReadOnlySpan<byte> message) => HMACSHA256.HashData(_disclosureKey, message);

    /// <inheritdoc/>
    public void Dispose()
    {
        Node.Dispose();
        Log.Dispose();
        Draw.Dispose();
        CryptographicOperations.ZeroMemory(_disclosureKey);
    }

    private static P256PrivateKey LoadOrCreateNodeKey(string path)
    {
        try
        {
            if (File.Exists(path))
                return P256PrivateKey.ImportPem(File.ReadAllText(path));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, path, "The file holds no unencrypted P-256 private key in PEM (PKCS #8).", error);
        }

        P256PrivateKey key = P256PrivateKey.Generate();
        WriteText(path, key.DangerousExportPem());
        return key;
    }

    private static LogSigningKey LoadOrCreateLogKey(string path, string name)
    {
        try
        {
            if (File.Exists(path))
                return LogSigningKey.Import(File.ReadAllText(path));
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException(error.Kind, path, error.Message, error);
        }

        LogSigningKey key = LogSigningKey.Generate(name + LogSuffix);
        WriteText(path, key.DangerousExport() + "\n");
        return key;
    }

    private static CosignerSigningKey? LoadOrCreateSecondLogKey(string path, string name)
    {
        if (!CosignerKey.IsValidName(name, CosignatureAlgorithm.MlDsa44))
            return null;
        CosignerSigningKey key;
        try
        {
            key = File.Exists(path) ? CosignerSigningKey.Import(File.ReadAllText(path)) : CosignerSigningKey.Generate(name, CosignatureAlgorithm.MlDsa44);
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException(error.Kind, path, error.Message, error);
        }

        if (key.VerifierKey.Name != name || key.VerifierKey.Algorithm != CosignatureAlgorithm.MlDsa44)
            throw new InvalidInputException(InvalidInputKind.Conflict, path, $"The file holds the key of {key.VerifierKey.Name}, not an ML-DSA-44 key of {name}.");
        if (!File.Exists(path))
            WriteText(path, key.DangerousExport() + "\n");
        return key;
    }

    private static DrawPrivateKey LoadOrCreateDrawKey(string path)
    {
        try
        {
            if (File.Exists(path))
                return DrawPrivateKey.ImportPem(File.ReadAllText(path));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, path, "The file holds no unencrypted RSA private key of 2048 bits in PEM (PKCS #8).", error);
        }

        DrawPrivateKey key = DrawPrivateKey.Generate();
        WriteText(path, key.DangerousExportPem());
        return key;
    }

    private static byte[] LoadOrCreateDisclosureKey(string path)
    {
        if (File.Exists(path))
        {
            byte[] stored = File.ReadAllBytes(path);
            return stored.Length == DisclosureKeyBytes
                ? stored
                : throw new InvalidInputException(InvalidInputKind.Malformed, path, $"The file must hold {DisclosureKeyBytes} bytes.");
        }

        byte[] key = RandomNumberGenerator.GetBytes(DisclosureKeyBytes);
        PrivateFile.Write(path, key);
        return key;
    }

    private static ImmutableArray<RetiredKey> LoadRetired(string directory, Digest current)
    {
        string retiredDirectory = Path.Combine(directory, RetiredDirectory);
        if (!Directory.Exists(retiredDirectory))
            return [];
        return [.. Directory.EnumerateFiles(retiredDirectory, "*.json")
            .Select(static path => RetiredKey.TryParse(File.ReadAllBytes(path))
                ?? throw new InvalidInputException(InvalidInputKind.Malformed, path, "The file is no record of a retired key."))
            .Where(retired => retired.Key.KeyId != current)
            .OrderBy(static retired => retired.RetiredAt)];
    }

    /// <summary>A name that looks like no key and comes from none: it stays when keys are rotated.</summary>
    private static string NewName() => "node-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    private static void WriteText(string path, string text) => PrivateFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    private const string LogSuffix = "/log";
}
