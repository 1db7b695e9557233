using OpenGradient.Primitives;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests.Recovery;

/// <summary>What a start finds: leftovers of a crash are finished, damage is repaired or named, a fork is never signed.</summary>
public sealed class LogRecoveryTests
{
    private const int Size = 300;

    [Fact]
    public async Task Open_EntriesWithoutACheckpoint_IntegratesThem()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 10);
        byte[] stale = await File.ReadAllBytesAsync(fixture.PathOf("checkpoint"));
        await fixture.FillAsync(10, Size - 10);
        await File.WriteAllBytesAsync(fixture.PathOf("checkpoint"), stale);
        Directory.Delete(fixture.PathOf("tile"), recursive: true);

        await using TransparencyLog log = await fixture.OpenAsync();

        Assert.Equal(LogFixture.RootOf(Size), log.Latest.Root);
        await AssertConsistentAsync(fixture);
    }

    [Fact]
    public async Task Open_StaleCheckpoint_SignsTheTreeThatWasSignedBefore()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 10);
        byte[] stale = await File.ReadAllBytesAsync(fixture.PathOf("checkpoint"));
        await fixture.FillAsync(10, Size - 10);
        byte[] latest = await File.ReadAllBytesAsync(fixture.PathOf("checkpoint"));
        await File.WriteAllBytesAsync(fixture.PathOf("checkpoint"), stale);

        await using TransparencyLog log = await fixture.OpenAsync();

        Assert.Equal(latest, log.LatestCheckpointNote);
    }

    [Theory]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/001.p/44")]
    public async Task Open_EdgeFileMissing_WritesItAgain(string file)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, Size);
        File.Delete(fixture.PathOf(file));

        await using TransparencyLog log = await fixture.OpenAsync();

        Assert.Equal([file], log.RepairedFiles);
        await AssertConsistentAsync(fixture);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/001.p/44")]
    public async Task Open_EdgeFileDamagedAtAnyByte_WritesItAgain(string file)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, Size);
        byte[] good = await File.ReadAllBytesAsync(fixture.PathOf(file));
        for (int at = 0; at < good.Length; at += 31)
        {
            fixture.Flip(file, at);

            await using TransparencyLog log = await fixture.OpenAsync();

            Assert.Equal([file], log.RepairedFiles);
            Assert.Equal(good, await File.ReadAllBytesAsync(fixture.PathOf(file)));
        }
    }

    [Theory]
    [InlineData("tile/0/000")]
    [InlineData("tile/entries/000")]
    public async Task Open_CheckingEverything_WritesInnerFilesAgain(string file)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, Size);
        fixture.Flip(file, 1234);

        await using TransparencyLog log = await fixture.OpenAsync(checkEverything: true);

        Assert.Equal([file], log.RepairedFiles);
        await AssertConsistentAsync(fixture);
    }

    [Fact]
    public async Task ProveAsync_InnerTileDamaged_NamesTheTile()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, Size);
        fixture.Flip("tile/0/000", 1234);
        await using TransparencyLog log = await fixture.OpenAsync();

        LogStateException error = await Assert.ThrowsAsync<LogStateException>(() => log.ProveAsync(3));

        Assert.Equal("tile/0/000", error.File);
    }

    [Fact]
    public async Task Open_CheckpointDamagedAtAnyByte_Refuses()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        long length = new FileInfo(fixture.PathOf("checkpoint")).Length;
        for (int at = 0; at < length; at++)
        {
            fixture.Flip("checkpoint", at);

            Assert.Equal("checkpoint", (await Assert.ThrowsAsync<LogStateException>(() => fixture.OpenAsync())).File);

            fixture.Flip("checkpoint", at);
        }
    }

    [Fact]
    public async Task Open_SequenceShorterThanTheCheckpoint_Refuses()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, Size);
        Truncate(fixture, Size - 1);

        await AssertRefusesAsync(fixture, ".state/sequence");
    }

    [Fact]
    public async Task Open_WholeLogButTilesRolledBack_Refuses()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 10);
        byte[] stale = await File.ReadAllBytesAsync(fixture.PathOf("checkpoint"));
        await fixture.FillAsync(10, 10);
        await File.WriteAllBytesAsync(fixture.PathOf("checkpoint"), stale);
        Truncate(fixture, 10);

        await AssertRefusesAsync(fixture, ".state/sequence");
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData(".state/sequence")]
    public async Task Open_FileOfAnOldLogMissing_Refuses(string file)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        File.Delete(fixture.PathOf(file));

        await AssertRefusesAsync(fixture, file);
    }

    [Fact]
    public async Task Open_CoveredEntryReplaced_Refuses()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, Size);
        byte[] bytes = await File.ReadAllBytesAsync(fixture.PathOf(".state/sequence"));
        new SequenceRecord(0, LogFixture.Entry(9999)).Write(299, bytes.AsSpan(SequenceHeader.Bytes + (299 * SequenceRecord.Bytes)));
        await File.WriteAllBytesAsync(fixture.PathOf(".state/sequence"), bytes);

        await AssertRefusesAsync(fixture, ".state/sequence");
    }

    [Fact]
    public async Task Open_AnotherKey_Refuses()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        using LogSigningKey other = LogSigningKey.Generate("test.example/log");

        LogStateException error = await Assert.ThrowsAsync<LogStateException>(() => TransparencyLog.OpenAsync(fixture.Root, other, new LogOptions(), TimeProvider.System));

        Assert.Equal("checkpoint", error.File);
        Assert.Contains("directory of its own", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_CrashBetweenSequenceAndFirstCheckpoint_Starts()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 0);
        File.Delete(fixture.PathOf("checkpoint"));

        await using TransparencyLog log = await fixture.OpenAsync();

        Assert.Equal(MerkleTree.EmptyRoot, log.Latest.Root);
    }

    private static void Truncate(LogFixture fixture, int records)
    {
        using FileStream file = new(fixture.PathOf(".state/sequence"), FileMode.Open);
        file.SetLength(SequenceHeader.Bytes + (records * SequenceRecord.Bytes));
    }

    private static async Task AssertRefusesAsync(LogFixture fixture, string file)
    {
        byte[]? before = File.Exists(fixture.PathOf("checkpoint")) ? await File.ReadAllBytesAsync(fixture.PathOf("checkpoint")) : null;

        Assert.Equal(file, (await Assert.ThrowsAsync<LogStateException>(() => fixture.OpenAsync())).File);
        Assert.Equal(before, File.Exists(fixture.PathOf("checkpoint")) ? await File.ReadAllBytesAsync(fixture.PathOf("checkpoint")) : null);
    }

    private static async Task AssertConsistentAsync(LogFixture fixture) =>
        Assert.Empty((await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey)).Findings);
}
