using OpenGradient.Primitives;

namespace OpenGradient.Zk.Tests;

public sealed class Keccak256Tests
{
    /// <summary>The digests that every Ethereum client knows: of no bytes (the hash of empty code) and of "abc".</summary>
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Finish_KnownText_GivesTheKnownDigest(string text, string digest) => Assert.Equal(Convert.FromHexString(digest), Hash(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Finish_EveryLengthOfTheVectors_GivesTheDigest()
    {
        foreach (var vector in MathematicsVectors.Keccak)
        {
            byte[] bytes = [.. Enumerable.Range(0, vector.GetProperty("length").GetInt32()).Select(static index => (byte)(index % 251))];

            Assert.Equal(vector.Bytes("digest"), Hash(bytes));
        }
    }

    /// <summary>Words that begin at any place of the state, and cross from one block into the next.</summary>
    [Fact]
    public void Append_InAnyPieces_GivesTheDigestOfTheWhole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300).Select(static index => (byte)(7 * index))];
        byte[] expected = new byte[Keccak256.DigestBytes];
        Keccak256 byteByByte = default;
        foreach (byte value in bytes)
            byteByByte.Append([value]);
        byteByByte.Finish(expected);
        byte[] digest = new byte[Keccak256.DigestBytes];
        for (int first = 0; first < 20; first++)
        {
            for (int second = first; second <= bytes.Length; second++)
            {
                Keccak256 hash = default;
                hash.Append(bytes.AsSpan(0, first));
                hash.Append(bytes.AsSpan(first, second - first));
                hash.Append(bytes.AsSpan(second));
                hash.Finish(digest);
                Assert.Equal(expected, digest);
            }
        }
    }

    private static byte[] Hash(byte[] bytes)
    {
        byte[] digest = new byte[Keccak256.DigestBytes];
        Keccak256 hash = default;
        hash.Append(bytes.AsSpan(0, bytes.Length / 3));
        hash.Append(bytes.AsSpan(bytes.Length / 3));
        hash.Finish(digest);
        return digest;
    }
}
