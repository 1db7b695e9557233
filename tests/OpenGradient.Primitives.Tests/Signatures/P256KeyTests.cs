using System.Security.Cryptography;
using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Primitives.Tests;

public sealed class P256KeyTests
{
    [Fact]
    public void Sign_ManyMessages_IsAlwaysLowSAndVerifies()
    {
        using P256PrivateKey key = P256PrivateKey.Generate();
        for (int index = 0; index < 200; index++)
        {
            byte[] message = BitConverter.GetBytes(index);

            byte[] signature = key.Sign(message);

            Assert.Equal(P256SignatureForm.LowS, P256PublicKey.SignatureForm(signature));
            Assert.True(key.PublicKey.Verify(message, signature));
        }
    }

    [Fact]
    public void Sign_FromManyThreads_Verifies()
    {
        using P256PrivateKey key = P256PrivateKey.Generate();

        Parallel.For(0, 200, index =>
        {
            byte[] message = BitConverter.GetBytes(index);
            Assert.True(key.PublicKey.Verify(message, key.Sign(message)));
        });
    }

    [Fact]
    public void ImportPem_ExportedKey_IsTheSameKey()
    {
        using P256PrivateKey key = P256PrivateKey.Generate();

        using P256PrivateKey again = P256PrivateKey.ImportPem(key.DangerousExportPem());

        Assert.Equal(key.PublicKey.KeyId, again.PublicKey.KeyId);
        Assert.Equal(Digest.Sha256(key.PublicKey.Spki), key.PublicKey.KeyId);
    }

    [Fact]
    public void ImportPem_KeyOfAnotherCurve_IsRefused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<CryptographicException>(() => P256PrivateKey.ImportPem(other.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>Every byte of the encoding matters: the form is fixed, and two points of the curve are never a bit apart in one coordinate.</summary>
    [Fact]
    public void TryParse_AnyByteOfTheKeyChanged_IsRefused()
    {
        using P256PrivateKey key = P256PrivateKey.Generate();
        for (int at = 0; at < P256PublicKey.SpkiBytes; at++)
        {
            byte[] spki = key.PublicKey.Spki.ToArray();
            spki[at] ^= 0x01;
            Assert.False(P256PublicKey.TryParse(spki, out _), $"byte {at}");
        }
    }

    [Fact]
    public void TryParse_PointAtInfinityOrCoordinateOutOfField_IsRefused()
    {
        using P256PrivateKey key = P256PrivateKey.Generate();
        byte[] prefix = key.PublicKey.Spki[..27].ToArray();

        Assert.False(P256PublicKey.TryParse([.. prefix, .. new byte[64]], out _));
        Assert.False(P256PublicKey.TryParse([.. prefix, .. Enumerable.Repeat((byte)0xff, 64)], out _));
    }

    [Fact]
    public void TryParse_AnyBytes_GivesAnAnswer() =>
        Gen.Byte.Array[0, 100].SampleFixed(static bytes => Assert.False(P256PublicKey.TryParse(bytes, out _)));

    [Fact]
    public void Verify_AnyBytes_IsFalse()
    {
        using P256PrivateKey key = P256PrivateKey.Generate();

        Gen.Byte.Array[0, 70].SampleFixed(signature => Assert.False(key.PublicKey.Verify("message"u8, signature)), iter: 1000);
    }
}
