using System.Runtime.Versioning;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.Keys;

public sealed class NodeKeysTests
{
    [Fact]
    public void LoadOrCreate_Twice_GivesTheSameKeys()
    {
        using TemporaryDirectory directory = new();
        using NodeKeys first = NodeKeys.LoadOrCreate(Path.Combine(directory.Path, "keys"));

        using NodeKeys second = NodeKeys.LoadOrCreate(Path.Combine(directory.Path, "keys"));

        Assert.Equal(first.Node.PublicKey.KeyId, second.Node.PublicKey.KeyId);
        Assert.Equal(first.Log.VerifierKey.ToString(), second.Log.VerifierKey.ToString());
        Assert.Equal(first.DisclosureMac([1]), second.DisclosureMac([1]));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void LoadOrCreate_NewDirectory_IsReadableByItsOwnerOnly()
    {
        using TemporaryDirectory directory = new();
        string keys = Path.Combine(directory.Path, "keys");

        NodeKeys.LoadOrCreate(keys).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        Assert.All(Directory.GetFiles(keys), static file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(["disclosure.key", "draw.pem", "log-ml-dsa.key", "log.key", "node.pem"], Directory.GetFiles(keys).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Rotate_OldKey_IsKeptAsRetiredAndPublicOnly()
    {
        using TemporaryDirectory data = new();
        NodeKeys.LoadOrCreate(Path.Combine(data.Path, "keys")).Dispose();

        (Digest old, Digest fresh) = NodeKeys.Rotate(data.Path, TimeProvider.System);

        using NodeKeys keys = NodeKeys.LoadOrCreate(Path.Combine(data.Path, "keys"));
        Assert.Equal(fresh, keys.Node.PublicKey.KeyId);
        Assert.Equal(old, Assert.Single(keys.Retired).Key.KeyId);
        Assert.NotNull(keys.Find(old));
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(Path.Combine(data.Path, "keys", "retired", old + ".json")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Rotate_LogKeyAndDrawKey_StayTheSame()
    {
        using TemporaryDirectory data = new();
        using NodeKeys before = NodeKeys.LoadOrCreate(Path.Combine(data.Path, "keys"));

        NodeKeys.Rotate(data.Path, TimeProvider.System);

        using NodeKeys after = NodeKeys.LoadOrCreate(Path.Combine(data.Path, "keys"));
        Assert.Equal(before.Log.VerifierKey.ToString(), after.Log.VerifierKey.ToString());
        Assert.Equal(before.Draw.PublicKey.Id, after.Draw.PublicKey.Id);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("node.pem")]
    [InlineData("log.key")]
    [InlineData("log-ml-dsa.key")]
    [InlineData("draw.pem")]
    [InlineData("disclosure.key")]
    public void LoadOrCreate_DamagedFile_IsNamedAndLeftAlone(string file)
    {
        using TemporaryDirectory directory = new();
        NodeKeys.LoadOrCreate(directory.Path).Dispose();
        File.WriteAllText(Path.Combine(directory.Path, file), "rubbish");

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => NodeKeys.LoadOrCreate(directory.Path));

        Assert.Equal(Path.Combine(directory.Path, file), error.Subject);
        Assert.Equal("rubbish", File.ReadAllText(Path.Combine(directory.Path, file)));
    }
}
