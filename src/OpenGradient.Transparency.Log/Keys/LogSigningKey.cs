using System.Collections.Immutable;
using NSec.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>The private key of a log, with the log's name: whoever has it can sign checkpoints.</summary>
/// <remarks>A log has one key for life. A new key starts a new log with a new name, in a directory of its own.</remarks>
public sealed class LogSigningKey : IDisposable
{
    private readonly Key _key;

    private LogSigningKey(string name, Key key)
    {
        _key = key;
        VerifierKey = LogVerifierKey.Create(name, key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The public half.</summary>
    public LogVerifierKey VerifierKey { get; }

    /// <summary>Makes a new key for the log called <paramref name="name"/> (its origin).</summary>
    /// <exception cref="ArgumentException">The name is empty or has a space, a plus sign or a control character.</exception>
    public static LogSigningKey Generate(string name) => new(name, Key.Create(SignatureAlgorithm.Ed25519, Exportable()));

    /// <summary>Reads what <see cref="DangerousExport"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The text is not a signed-note private key of type Ed25519, or its parts contradict each other.</exception>
    public static LogSigningKey Import(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split('+', 5);
        byte[] typed = new byte[1 + SeedBytes];
        bool isKey = parts.Length == 5 && parts[0] == "PRIVATE" && parts[1] == "KEY"
            && Convert.TryFromBase64String(parts[4], typed, out int written) && written == typed.Length && typed[0] == Ed25519Type;
        if (!isKey)
            throw Malformed("it should read PRIVATE+KEY+name+hash+base64, as C2SP signed-note tools write it.");
        if (!LogVerifierKey.IsValidName(parts[2]))
            throw Malformed($"'{parts[2]}' cannot name a log.");
        LogSigningKey key = new(parts[2], Key.Import(SignatureAlgorithm.Ed25519, typed.AsSpan(1), KeyBlobFormat.RawPrivateKey, Exportable()));
        if (key.HashText == parts[3])
            return key;
        key.Dispose();
        throw Malformed($"its hash is '{parts[3]}', but name and key give '{key.HashText}'.");
    }

    /// <summary>The private key as text, in the form of signed-note tools: <c>PRIVATE+KEY+name+hash+base64(01 ‖ seed)</c>.</summary>
    /// <remarks>Dangerous: the text is the key. It belongs in a file that only its owner can read.</remarks>
    public string DangerousExport() =>
        $"PRIVATE+KEY+{VerifierKey.Name}+{HashText}+{Convert.ToBase64String([Ed25519Type, .. _key.Export(KeyBlobFormat.RawPrivateKey)])}";

    /// <summary>Signs a checkpoint of this log; returns the note.</summary>
    /// <remarks>
    /// Signing two checkpoints of which one does not continue the other is a fork, and proof of misconduct: only
    /// <see cref="TransparencyLog"/> calls this, after it has made sure.
    /// </remarks>
    internal byte[] Sign(ulong treeSize, Digest root)
    {
        byte[] text = new Checkpoint(VerifierKey.Name, treeSize, root, []).FormatBody();
        ImmutableArray<byte> signature = [.. SignatureAlgorithm.Ed25519.Sign(_key, text)];
        return SignedNote.Format(text, new NoteSignature(VerifierKey.Name, VerifierKey.KeyHash, signature));
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private string HashText => VerifierKey.KeyHash.ToString("x8");

    private static KeyCreationParameters Exportable() => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    private static InvalidInputException Malformed(string why) => new(InvalidInputKind.Malformed, "log key", $"This is not the private key of a log: {why}");

    private const byte Ed25519Type = 0x01;
    private const int SeedBytes = 32;
}
