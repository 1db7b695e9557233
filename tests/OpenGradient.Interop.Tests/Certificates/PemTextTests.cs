using System.Security.Cryptography;

namespace OpenGradient.Interop.Tests;

/// <summary>Texts that hold a certificate or a key, or seem to.</summary>
public sealed class PemTextTests
{
    private static readonly string Block = PemEncoding.WriteString("PUBLIC KEY", [1, 2, 3]);

    [Fact]
    public void TryReadOne_OneBlock_IsRead()
    {
        Assert.True(PemText.TryReadOne($"\n{Block} \n", "PUBLIC KEY", out byte[] bytes));
        Assert.Equal([1, 2, 3], bytes);
    }

    /// <summary>Every beginning without an end would have the whole text searched for it.</summary>
    [Fact]
    public void TryReadOne_MoreThanAnyCertificateTakes_IsNotSearched()
    {
        Assert.False(PemText.TryReadOne(Block + new string(' ', 131_072), "PUBLIC KEY", out _));
        Assert.False(PemText.TryReadOne(string.Concat(Enumerable.Repeat("-----BEGIN A-----", 4_000_000)), "A", out _));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    public void TryReadOne_SomethingBeside_IsRefused(string beside)
    {
        Assert.Equal(beside.Length == 0, PemText.TryReadOne(Block + beside, "PUBLIC KEY", out _));
        Assert.False(PemText.TryReadOne(Block + "\n" + Block, "PUBLIC KEY", out _));
        Assert.False(PemText.TryReadOne(Block, "CERTIFICATE", out _));
    }
}
