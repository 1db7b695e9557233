using System.Text;
using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Receipts.Tests;

public sealed class TensorContentTests
{
    [Theory]
    [InlineData("f32[2,3]\n", 24)]
    [InlineData("f32[]\n", 4)]
    [InlineData("i64[1]\n", 8)]
    [InlineData("i32[2]\n", 8)]
    [InlineData("i8[5]\n", 5)]
    [InlineData("u8[1,1,1]\n", 1)]
    [InlineData("bool[2]\n", 2)]
    [InlineData("f32[0,9223372036854775807]\n", 0)]
    public void TryParse_Content_RoundTrips(string header, int length)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes(header), .. Enumerable.Range(0, length).Select(static value => (byte)value)];

        Assert.True(TensorContent.TryParse(content, out TensorContent? tensor));
        CommitmentLeaf leaf = tensor.ToLeaf("name");

        Assert.Equal(content, leaf.Content.ToArray());
        Assert.Equal((LeafKind.Tensor, "name"), (leaf.Kind, leaf.Label));
    }

    [Theory]
    [InlineData("")]
    [InlineData("f32[1]")]
    [InlineData("f32[1]\n123")]
    [InlineData("f32[1]\n12345")]
    [InlineData("f65[1]\n12345678")]
    [InlineData("f32\n1234")]
    [InlineData("f32[1\n1234")]
    [InlineData("f32[01]\n1234")]
    [InlineData("f32[-1]\n1234")]
    [InlineData("f32[1,]\n1234")]
    [InlineData("f32[ 1]\n1234")]
    [InlineData("f32[1]x\n1234")]
    [InlineData("[1]\n")]
    [InlineData("[0]\n")]
    [InlineData("u8[9223372036854775807,9223372036854775807]\n1")]
    [InlineData("u8[4294967296,4294967296]\n")]
    public void TryParse_AnythingElse_IsRefused(string content) => Assert.False(TensorContent.TryParse(Encoding.ASCII.GetBytes(content), out _));

    [Fact]
    public void TryParse_ManyHugeDimensions_IsRefused() =>
        Assert.False(TensorContent.TryParse(Encoding.ASCII.GetBytes($"u8[{string.Join(',', Enumerable.Repeat("9223372036854775807", 40))}]\n"), out _));

    [Fact]
    public void TryParse_AnyBytes_GivesAnAnswer() => Gen.Byte.Array[0, 40].SampleFixed(static bytes =>
        TensorContent.TryParse(bytes, out TensorContent? tensor) == (tensor is not null));
}
