using System.Globalization;
using System.Numerics;
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

    /// <summary>Points with small x, of each of which the coordinate has a second form below 2^256: x + p. The platform is the oracle.</summary>
    [Fact]
    public void TryParse_SmallCoordinates_AreThoseThatThePlatformTakes()
    {
        using P256PrivateKey key = P256PrivateKey.Generate();
        byte[] prefix = key.PublicKey.Spki[..27].ToArray();
        BigInteger prime = (BigInteger.One << 256) - (BigInteger.One << 224) + (BigInteger.One << 192) + (BigInteger.One << 96) - 1;
        BigInteger b = BigInteger.Parse("05ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        int onCurve = 0;
        for (BigInteger x = 0; x < 40; x++)
        {
            BigInteger square = (prime + (x * x * x) - (3 * x) + b) % prime;
            BigInteger y = BigInteger.ModPow(square, (prime + 1) / 4, prime); // a root if there is one
            onCurve += IsTaken(x, y);
            IsTaken(x, prime - y);
            Assert.Equal(0, IsTaken(x + prime, y));
        }

        Assert.InRange(onCurve, 10, 30);

        int IsTaken(BigInteger x, BigInteger y)
        {
            byte[] spki = [.. prefix, .. Coordinate(x), .. Coordinate(y)];
            bool isTaken = P256PublicKey.TryParse(spki, out _);
            Assert.Equal(IsImportable(Coordinate(x), Coordinate(y)), isTaken);
            return isTaken ? 1 : 0;
        }
    }

    private static byte[] Coordinate(BigInteger value)
    {
        byte[] bytes = new byte[32];
        value.ToByteArray(isUnsigned: true, isBigEndian: true).CopyTo(bytes.AsSpan(32 - value.GetByteCount(isUnsigned: true)));
        return bytes;
    }

    private static bool IsImportable(byte[] x, byte[] y)
    {
        try
        {
            using ECDsa ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
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
