using OpenGradient.Primitives;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests;

public sealed class TransparencyLogTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    [InlineData(66_000)]
    public async Task Checkpoint_AnySize_HasTheRootByDefinition(int size)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, size);
        await using TransparencyLog log = await fixture.OpenAsync();

        Assert.Equal((ulong)size, log.Latest.Size);
        Assert.Equal(LogFixture.RootOf(size), log.Latest.Root);
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(log.LatestCheckpointNote, fixture.Key.VerifierKey, out Checkpoint? signed));
        Assert.Equal(log.Latest.Root, signed!.Root);
        Assert.Empty(log.RepairedFiles);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Files_Size70000_AreThoseOfTheSpecification()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 70_000);

        string[] files = fixture.PublicFiles();

        // SPEC: "273 full level 0 tiles, one partial level 0 tile of width 112, one full level 1 tile, one partial level 1 tile of
        // width 17, and one partial level 2 tile of width 1"; the bundles are as the tiles of level 0.
        string[] level0 = [.. Enumerable.Range(0, 273).Select(static i => $"{i:d3}"), "273.p/112"];
        string[] expected = [.. level0.Select(static n => $"tile/0/{n}"), .. level0.Select(static n => $"tile/entries/{n}"), "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1", "checkpoint"];
        Assert.Empty(expected.Except(files));
        Assert.All(files.Except(expected), static file => Assert.Contains(".p/", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProveAsync_EveryEntryOfALogInUse_LeadsToASignedRoot()
    {
        using LogFixture fixture = new();
        await using TransparencyLog log = await fixture.OpenAsync();
        for (int i = 0; i < 600; i++)
        {
            ulong index = await log.AppendAsync(LogFixture.Entry(i));
            if (i % 37 == 0)
                AssertProves(await log.ProveAsync(index), fixture.Key.VerifierKey, index, LogFixture.Entry(i));
        }

        for (int i = 0; i < 600; i++)
            AssertProves(await log.ProveAsync((ulong)i), fixture.Key.VerifierKey, (ulong)i, LogFixture.Entry(i));
    }

    [Fact]
    public async Task AppendAsync_ManyAtOnce_GivesEachItsOwnIndex()
    {
        using LogFixture fixture = new();
        await using TransparencyLog log = await fixture.OpenAsync();

        ulong[] indices = await Task.WhenAll(Enumerable.Range(0, 64).SelectMany(worker => Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            int number = (worker * 50) + i;
            ulong index = await log.AppendAsync(LogFixture.Entry(number));
            AssertProves(await log.ProveAsync(index), fixture.Key.VerifierKey, index, LogFixture.Entry(number));
            return index;
        }))));

        Assert.Equal(Enumerable.Range(0, 3200).Select(static i => (ulong)i), indices.Order());
    }

    [Fact]
    public async Task Checkpoints_OfALogThatGrowsAndReopens_ContinueEachOther()
    {
        using LogFixture fixture = new();
        List<Checkpoint> heads = [];
        for (int size = 0; size < 900; size += 90)
        {
            await fixture.FillAsync(size, 90);
            await using TransparencyLog log = await fixture.OpenAsync();
            heads.Add(log.Latest);
        }

        ITileSource tiles = new DirectoryTiles(fixture.Root);
        foreach ((Checkpoint older, Checkpoint newer) in heads.Zip(heads.Skip(1)))
        {
            Assert.True(TileTree.TryProveConsistency(tiles, older.Size, heads[^1].Size, out var path));
            Assert.True(MerkleProof.VerifyConsistency(older.Size, heads[^1].Size, older.Root, heads[^1].Root, path.AsSpan()));
            Assert.True(newer.Size > older.Size);
        }
    }

    [Fact]
    public async Task ReadResourceAsync_PublicFiles_AreServedAsTheyAre()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 300);
        await using TransparencyLog log = await fixture.OpenAsync();

        foreach (string file in fixture.PublicFiles())
            Assert.Equal(await File.ReadAllBytesAsync(fixture.PathOf(file)), await log.ReadResourceAsync(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/checkpoint")]
    [InlineData("checkpoint/")]
    [InlineData("./checkpoint")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/001")]
    [InlineData("tile/0/000.p/7")]
    [InlineData(".state/sequence")]
    [InlineData("tile/../.state/sequence")]
    [InlineData("tile/0/../../.state/sequence")]
    [InlineData("tile/entries/../../.state/lock")]
    [InlineData("/etc/passwd")]
    [InlineData("tile/0/000/../../../../../../../etc/passwd")]
    public async Task ReadResourceAsync_AnythingElse_IsNotThere(string path)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 5);
        await using TransparencyLog log = await fixture.OpenAsync();

        Assert.Null(await log.ReadResourceAsync(path));
    }

    [Fact]
    public async Task ProveAsync_EntryThatWasNeverAppended_Refuses()
    {
        using LogFixture fixture = new();
        await using TransparencyLog log = await fixture.OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.ProveAsync(0));
    }

    /// <summary>A proof is given before its checkpoint is on any disk, and tiles that it needs are in memory only; after a crash the log continues it all the same.</summary>
    [Fact]
    public async Task ProveAsync_CheckpointThatIsOnNoDisk_IsContinuedAfterACrash()
    {
        const int Size = 600;
        using LogFixture fixture = new();
        await using TransparencyLog log = await fixture.OpenAsync(interval: TimeSpan.FromDays(1));
        await LogFixture.AppendAsync(log, 0, 1);
        while (log.Latest.Size == 0)
            await Task.Delay(1);
        await LogFixture.AppendAsync(log, 1, Size - 1);

        LogProof[] proofs = await Task.WhenAll(Enumerable.Range(0, Size).Select(i => log.ProveAsync((ulong)i)));
        CopyFiles(fixture.Root, fixture.PathOf("crashed"));
        await using TransparencyLog again = await TransparencyLog.OpenAsync(fixture.PathOf("crashed"), fixture.Key, new LogOptions(), TimeProvider.System);

        Assert.Equal(1ul, log.Latest.Size);
        foreach ((int i, LogProof proof) in proofs.Index())
            AssertProves(proof, fixture.Key.VerifierKey, (ulong)i, LogFixture.Entry(i));
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(proofs[^1].CheckpointNote.AsSpan(), fixture.Key.VerifierKey, out Checkpoint? shown));
        Assert.Equal((shown!.Size, shown.Root), (again.Latest.Size, again.Latest.Root));
        Assert.Empty(again.RepairedFiles);
    }

    /// <summary>Without witnesses the files wait for a second since they were last written; proofs do not.</summary>
    [Fact]
    public async Task AppendAsync_LogWithoutWitnesses_WritesItsFilesOnceASecond()
    {
        using LogFixture fixture = new();
        HeldTime time = new();
        await using TransparencyLog log = await TransparencyLog.OpenAsync(fixture.Root, fixture.Key, new LogOptions(), time);
        await LogFixture.AppendAsync(log, 0, 1);
        while (log.Latest.Size == 0)
            await Task.Delay(1);

        await LogFixture.AppendAsync(log, 1, 300);
        TimeSpan held = await time.Begun;
        LogProof proof = await log.ProveAsync(300);
        ulong publicBefore = log.Latest.Size;
        await LogFixture.AppendAsync(log, 301, 1);
        time.Release();
        while (log.Latest.Size == publicBefore)
            await Task.Delay(1);

        Assert.Equal(TimeSpan.FromSeconds(1), held);
        Assert.Equal(1ul, publicBefore);
        AssertProves(proof, fixture.Key.VerifierKey, 300, LogFixture.Entry(300));
        Assert.Equal((302ul, LogFixture.RootOf(302)), (log.Latest.Size, log.Latest.Root));
    }

    [Fact]
    public async Task DisposeAsync_EntriesWithoutACheckpoint_AreCoveredFirst()
    {
        using LogFixture fixture = new();
        TransparencyLog log = await fixture.OpenAsync(interval: TimeSpan.FromDays(1));
        await LogFixture.AppendAsync(log, 0, 10);
        Task<LogProof> waiting = log.ProveAsync(9);
        Assert.Equal(0ul, log.Latest.Size);

        await log.DisposeAsync();
        await log.DisposeAsync();

        AssertProves(await waiting, fixture.Key.VerifierKey, 9, LogFixture.Entry(9));
        Assert.Equal(10ul, log.Latest.Size);
    }

    [Fact]
    public async Task AppendAsync_ClosedLog_Refuses()
    {
        using LogFixture fixture = new();
        TransparencyLog log = await fixture.OpenAsync();
        await log.DisposeAsync();

        await Assert.ThrowsAsync<LogStoppedException>(async () => await log.AppendAsync(LogFixture.Entry(0)));
    }

    [Fact]
    public async Task OpenAsync_LogThatIsOpen_Refuses()
    {
        using LogFixture fixture = new();
        await using TransparencyLog log = await fixture.OpenAsync();

        Assert.Equal(".state/lock", (await Assert.ThrowsAsync<LogStateException>(() => fixture.OpenAsync())).File);
    }

    internal static void AssertProves(LogProof proof, LogVerifierKey key, ulong index, ReceiptId receipt)
    {
        Assert.True(LogProof.TryParse(proof.Format(), out LogProof? parsed));
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(parsed.CheckpointNote.AsSpan(), key, out Checkpoint? head));
        Assert.Equal(index, parsed.Index);
        Assert.True(parsed.VerifyInclusion(LogProof.LeafHash(receipt), head!));
    }

    private static void CopyFiles(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(static file => Path.GetFileName(file) != "lock"))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private sealed class DirectoryTiles(string root) : ITileSource
    {
        public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
        {
            hashes = File.ReadAllBytes(Path.Combine(root, path.ToString()));
            return true;
        }
    }
}
