using System.Numerics;

namespace OpenGradient.Primitives.Tests.Signatures;

public sealed class DrawKeyTests
{
    /// <summary>Whoever makes a key of small squares finds several proofs for one message in nine: that is what a unique signature must not have.</summary>
    [Fact]
    public void TryParse_SmallSquares_AreRefusedBecauseAMessageHasSeveralProofs()
    {
        BigInteger prime = (BigInteger.One << 2044) + 5257;
        BigInteger modulus = 9 * prime;
        BigInteger message = 9 * (BigInteger.Parse("123456789") << 1000);
        BigInteger inverse = Inverse(65537, prime - 1);
        BigInteger root = BigInteger.ModPow(message % prime, inverse, prime);
        BigInteger[] proofs = [.. Enumerable.Range(0, 9).Select(k => root + (k * prime)).Where(proof => BigInteger.ModPow(proof, 65537, modulus) == message)];

        Assert.Equal(3, proofs.Length);
        Assert.False(DrawKey.TryParse(modulus.ToByteArray(isUnsigned: true, isBigEndian: true), out _));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4093, false)]
    [InlineData(4099, true)]
    public void TryParse_OneFactor_MustNotBeBelow4096(int factor, bool isKey)
    {
        BigInteger rest = (BigInteger.One << 2047) / factor;
        do
            rest++;
        while (Enumerable.Range(2, 4095).Any(small => rest % small == 0));

        Assert.Equal(isKey, DrawKey.TryParse((factor * rest).ToByteArray(isUnsigned: true, isBigEndian: true), out _));
    }

    [Fact]
    public void Verify_OwnProof_AndNothingElse()
    {
        using DrawPrivateKey key = DrawPrivateKey.Generate();
        byte[] proof = key.Prove("message"u8);
        byte[] negative = ((BigInteger.One << 2048) - Number(proof)).ToByteArray(isUnsigned: true, isBigEndian: true);

        Assert.True(key.PublicKey.Verify("message"u8, proof));
        Assert.False(key.PublicKey.Verify("massage"u8, proof));
        Assert.False(key.PublicKey.Verify("message"u8, negative));
        Assert.False(key.PublicKey.Verify("message"u8, [0, .. proof]));
        Assert.False(key.PublicKey.Verify("message"u8, key.PublicKey.Modulus));
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        BigInteger k = 1;
        while ((1 + (k * modulus)) % number != 0)
            k++;
        return (1 + (k * modulus)) / number;
    }
}
