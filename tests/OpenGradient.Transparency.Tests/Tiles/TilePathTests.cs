using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Transparency.Tests.Tiles;

public sealed class TilePathTests
{
    [Theory]
    [InlineData("tile/0/000", 0, 0ul, 256)]
    [InlineData("tile/0/x001/x234/067", 0, 1234067ul, 256)]
    [InlineData("tile/63/x018/x446/x744/x073/x709/x551/615.p/255", 63, ulong.MaxValue, 255)]
    [InlineData("tile/1/000.p/3", 1, 0ul, 3)]
    public void TryParse_NameOfATile_GivesItsParts(string text, int level, ulong index, int width)
    {
        Assert.True(TilePath.TryParse(text, out TilePath path));
        Assert.Equal((TileKind.Hashes, level, index, width), (path.Kind, path.Level, path.Index, path.Width));
        Assert.Equal(text, path.ToString());
    }

    [Theory]
    [InlineData("tile/entries/000", 0ul, 256)]
    [InlineData("tile/entries/x001/000.p/17", 1000ul, 17)]
    public void TryParse_NameOfABundle_GivesItsParts(string text, ulong index, int width)
    {
        Assert.True(TilePath.TryParse(text, out TilePath path));
        Assert.Equal((TileKind.Entries, index, width), (path.Kind, path.Index, path.Width));
        Assert.Equal(text, path.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("checkpoint")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile//0/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/001")] // not the shortest spelling
    [InlineData("tile/0/001/067")] // a group without x
    [InlineData("tile/0/x001/x067")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/x001.p/067")]
    [InlineData("tile/0/../0/000")]
    [InlineData("tile/../checkpoint")]
    [InlineData("tile/entries/../../.state/sequence")]
    [InlineData("tile\\0\\000")]
    [InlineData("tile/0/000\0")]
    [InlineData("tile/0/\u0660\u0660\u0660")] // digits of another script
    [InlineData("tile/0/x018/x446/x744/x073/x709/x551/616")] // 2^64
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    public void TryParse_AnythingElse_Refuses(string? text) => Assert.False(TilePath.TryParse(text, out _));

    [Fact]
    public void TryParse_FormattedPath_GivesItBack() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 63], Gen.ULong, Gen.Int[1, 256]).SampleFixed(static (isEntries, level, index, width) =>
        {
            TilePath path = isEntries ? TilePath.Entries(index, width) : TilePath.Hashes(level, index, width);
            return TilePath.TryParse(path.ToString(), out TilePath parsed) && parsed == path;
        });
}
