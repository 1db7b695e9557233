using System.Collections.Immutable;

namespace OpenGradient.Transparency.Tests.Tiles;

public sealed class EntryBundleTests
{
    [Fact]
    public void TryParse_WrittenEntries_GivesThemBack()
    {
        byte[] bundle = new byte[64];
        int written = EntryBundle.Write("one"u8, bundle);
        written += EntryBundle.Write([], bundle.AsSpan(written));
        written += EntryBundle.Write("three"u8, bundle.AsSpan(written));

        Assert.True(EntryBundle.TryParse(bundle.AsMemory(0, written), out ImmutableArray<ReadOnlyMemory<byte>> entries));
        Assert.Equal(["one"u8.ToArray(), [], "three"u8.ToArray()], entries.Select(static entry => entry.ToArray()));
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0001")]
    [InlineData("000161ff")]
    public void TryParse_CutShort_Refuses(string hex) => Assert.False(EntryBundle.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void TryParse_MoreThan256Entries_Refuses()
    {
        Assert.True(EntryBundle.TryParse(new byte[2 * 256], out _));
        Assert.False(EntryBundle.TryParse(new byte[2 * 257], out _));
    }
}
