using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Tests;

/// <summary>Keys that everybody knows: the private scalar is the SHA-256 of a label. For tests and vectors only.</summary>
internal static class TestKeys
{
    public static P256PrivateKey Issuer { get; } = Derive("receipt-1 test key: issuer");

    public static P256PrivateKey Forger { get; } = Derive("receipt-1 test key: forger");

    /// <summary>32 bytes that stand for a digest, a nonce or a seed.</summary>
    public static Digest DigestOf(string label) => Digest.Sha256(Encoding.UTF8.GetBytes(label));

    public static P256PrivateKey Derive(string label)
    {
        ECParameters parameters = new() { Curve = ECCurve.NamedCurves.nistP256, D = DigestOf(label).ToArray() };
        using ECDsa key = ECDsa.Create(parameters);
        return P256PrivateKey.ImportPem(key.ExportPkcs8PrivateKeyPem());
    }
}
