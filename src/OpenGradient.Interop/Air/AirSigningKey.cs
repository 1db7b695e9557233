using System.Diagnostics.CodeAnalysis;
using System.Text;
using NSec.Cryptography;

namespace OpenGradient.Interop;

/// <summary>The Ed25519 key of an enclave. It belongs inside: who takes it out can sign anything beside the enclave's attestation.</summary>
public sealed class AirSigningKey : IDisposable
{
    private readonly Key _key;

    private AirSigningKey(Key key)
    {
        _key = key;
        PublicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>The public key, 32 bytes.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Reads a PEM text with one <c>PRIVATE KEY</c> of Ed25519 (RFC 8410 §7), as <c>openssl genpkey -algorithm ed25519</c> writes it; false for anything else.</summary>
    public static bool TryImportPem(string pem, [NotNullWhen(true)] out AirSigningKey? key)
    {
        bool isKey = Key.TryImport(SignatureAlgorithm.Ed25519, Encoding.UTF8.GetBytes(pem.ReplaceLineEndings("\n")), KeyBlobFormat.PkixPrivateKeyText, out Key? imported);
        key = isKey ? new(imported!) : null;
        return key is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal byte[] Sign(ReadOnlySpan<byte> message) => SignatureAlgorithm.Ed25519.Sign(_key, message);
}
