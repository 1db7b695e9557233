namespace OpenGradient.Transparency.Tests.Signatures;

public sealed class Ed25519Tests
{
    // RFC 8032 §7.1, TEST 1.
    private static readonly byte[] Key = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    private static readonly byte[] Signature = Convert.FromHexString(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

    [Fact]
    public void Verify_Rfc8032Test1_Accepts() => Assert.True(Ed25519.Verify(Key, [], Signature));

    [Fact]
    public void Verify_AnyBitFlipped_Refuses()
    {
        for (int bit = 0; bit < 8 * (Key.Length + Signature.Length); bit++)
        {
            byte[] all = [.. Key, .. Signature];
            all[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(Ed25519.Verify(all.AsSpan(0, 32), [], all.AsSpan(32)), $"bit {bit}");
        }
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(32, 0)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    public void Verify_WrongLength_Refuses(int keyBytes, int signatureBytes) =>
        Assert.False(Ed25519.Verify(new byte[keyBytes], [], new byte[signatureBytes]));

    [Fact]
    public void Verify_ScalarPlusGroupOrder_Refuses()
    {
        byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        byte[] forged = [.. Signature];
        int carry = 0;
        for (int i = 0; i < 32; i++)
        {
            carry += forged[32 + i] + order[i];
            forged[32 + i] = (byte)carry;
            carry >>= 8;
        }

        Assert.False(Ed25519.Verify(Key, [], forged));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")] // order 4
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")] // order 4
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")] // order 1
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // order 2
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")] // order 8
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")] // order 8
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")] // order 8
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")] // order 8
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")] // order 1, x = 0 with a sign
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p + 1
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = 2^255 - 1
    public void IsAcceptableKey_SmallOrderOrNotCanonical_Refuses(string key) =>
        Assert.False(Ed25519.IsAcceptableKey(Convert.FromHexString(key)));
}
