using System.Text;
using CsCheck;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Hub.Tests.Manifests;

public sealed class ModelManifestTests
{
    private static readonly ModelManifest Manifest = new(
        "m", "onnx", new ProgramId(Digest.Sha256([1])), "exec-1", [new ManifestFile("model.onnx", Digest.Sha256([2]), 7)], "does \"things\"", "MIT");

    [Fact]
    public void TryParse_OwnBytes_GivesTheSameManifest()
    {
        Assert.True(ModelManifest.TryParse(Manifest.ToBytes(), out ModelManifest? read));

        Assert.Equal(Manifest.Id, read.Id);
        Assert.Equal(Manifest.Files, read.Files);
        Assert.Equal("does \"things\"", read.Description);
    }

    [Fact]
    public void Id_OfTheBytes_IsTheirDigest() => Assert.Equal(Digest.Sha256(Manifest.ToBytes()), Manifest.Id.Value);

    [Fact]
    public void TryParse_OtherForm_IsRefused()
    {
        byte[] spaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Manifest.ToBytes()).Replace(",", ", ", StringComparison.Ordinal));

        Assert.False(ModelManifest.TryParse(spaced, out _));
    }

    [Fact]
    public void TryParse_AnyOtherByte_IsRefusedOrAnotherModel()
    {
        byte[] bytes = Manifest.ToBytes();

        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Where(change => bytes[change.Item1] != change.Item2).SampleFixed(change =>
        {
            byte[] changed = [.. bytes];
            changed[change.Item1] = change.Item2;
            return !ModelManifest.TryParse(changed, out ModelManifest? read) || read.Id != Manifest.Id;
        });
    }

    [Theory]
    [InlineData("price-risk", true)]
    [InlineData("Qwen2.5-0.5B_q8", true)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData(".a", false)]
    [InlineData("-a", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", false)]
    public void ModelName_IsValid_TakesWhatFitsAPathAndAUrl(string name, bool expected) => Assert.Equal(expected, ModelName.IsValid(name));
}
