using OpenGradient.Primitives;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests.Monitoring;

/// <summary>A monitor that follows a log while it behaves, and says what it does when it does not.</summary>
public sealed class LogMonitorTests
{
    [Fact]
    public async Task Check_GrowingLog_FindsNothing()
    {
        using LogFixture fixture = new();
        LogMonitor monitor = Monitor(fixture);
        await fixture.FillAsync(0, 1);
        Assert.Null((await monitor.CheckAsync()).Previous);
        foreach ((int first, int count) in ((int, int)[])[(1, 254), (255, 1), (256, 1), (257, 600), (857, 0)])
        {
            await fixture.FillAsync(first, count);

            MonitorReport report = await monitor.CheckAsync();

            Assert.Empty(report.Findings);
            Assert.Equal((ulong)(first + count), report.Checkpoint!.Size);
            Assert.Equal((ulong)first, report.Previous!.Size);
        }
    }

    [Fact]
    public async Task Check_LogOfAnotherWorldUnderTheSameKey_IsAForkAndBothNotesAreKept()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 300);
        await Monitor(fixture).CheckAsync();
        string root = fixture.PathOf("fork");
        await using (TransparencyLog fork = await TransparencyLog.OpenAsync(root, fixture.Key, new LogOptions { CheckpointInterval = TimeSpan.Zero }, TimeProvider.System))
            await LogFixture.AppendAsync(fork, 0, 299);

        // One that forgot an entry and put in another, of the same size, and longer ones.
        foreach (int more in (int[])[1, 5, 600])
        {
            await using (TransparencyLog fork = await TransparencyLog.OpenAsync(root, fixture.Key, new LogOptions { CheckpointInterval = TimeSpan.Zero }, TimeProvider.System))
            {
                for (int i = 0; i < more; i++)
                    await fork.AppendAsync(LogFixture.Entry(10_000 + i));
            }

            MonitorReport report = await Monitor(fixture, root).CheckAsync();

            Assert.Contains(report.Findings, static finding => finding.Kind == MonitorFindingKind.Fork);
        }

        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(await File.ReadAllBytesAsync(fixture.PathOf("seen.conflict")), fixture.Key.VerifierKey, out Checkpoint? other));
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(await File.ReadAllBytesAsync(fixture.PathOf("seen")), fixture.Key.VerifierKey, out Checkpoint? seen));
        Assert.Equal((905UL, 300UL), (other!.Size, seen!.Size));
    }

    /// <summary>A log that forks does not keep the tiles of the tree that it denies.</summary>
    [Fact]
    public async Task Check_ForkWithoutTilesOfTheSizeSeen_IsAFork()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 2);
        await Monitor(fixture).CheckAsync();
        string root = fixture.PathOf("fork");
        await using (TransparencyLog fork = await TransparencyLog.OpenAsync(root, fixture.Key, new LogOptions(), TimeProvider.System))
        {
            for (int i = 0; i < 3; i++)
                await fork.AppendAsync(LogFixture.Entry(100 + i));
        }

        foreach (string kept in (string[])["tile/entries/000.p", "tile/0/000.p"])
        {
            foreach (string file in Directory.GetFiles(Path.Combine(root, kept)).Where(static file => !file.EndsWith("/3", StringComparison.Ordinal)))
                File.Delete(file);
        }

        Assert.Equal(MonitorFindingKind.Fork, Assert.Single((await Monitor(fixture, root).CheckAsync()).Findings).Kind);
    }

    [Fact]
    public async Task Check_OlderCheckpoint_IsARewind()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 20);
        byte[] old = await File.ReadAllBytesAsync(fixture.PathOf("checkpoint"));
        await fixture.FillAsync(20, 20);
        await Monitor(fixture).CheckAsync();
        await File.WriteAllBytesAsync(fixture.PathOf("checkpoint"), old);

        MonitorFinding finding = Assert.Single((await Monitor(fixture).CheckAsync()).Findings);

        Assert.Equal((MonitorFindingKind.Rewind, true), (finding.Kind, finding.IsMisconduct));
    }

    [Fact]
    public async Task Check_SignedByAnother_IsABadCheckpoint()
    {
        using LogFixture fixture = new();
        using LogFixture other = new();
        await other.FillAsync(0, 5);

        Assert.Equal(MonitorFindingKind.BadCheckpoint, Assert.Single((await Monitor(fixture, other.Root).CheckAsync()).Findings).Kind);
    }

    [Theory]
    [InlineData("tile/entries/001.p/144", MonitorFindingKind.BadTiles)]
    [InlineData("tile/0/000", null)]
    [InlineData("tile/entries/000", null)]
    public async Task Check_FileGone_IsNoticedWhereItIsNeeded(string gone, MonitorFindingKind? expected)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 300);
        await Monitor(fixture).CheckAsync();
        await fixture.FillAsync(300, 100);
        File.Delete(fixture.PathOf(gone));

        MonitorReport report = await Monitor(fixture).CheckAsync();

        Assert.Equal(expected, report.Findings.FirstOrDefault()?.Kind);
    }

    [Fact]
    public async Task Check_EntryThatWasNotIssued_IsNamed()
    {
        using LogFixture fixture = new();
        HashSet<ReceiptId> issued = [.. Enumerable.Range(0, 300).Select(LogFixture.Entry)];
        await fixture.FillAsync(0, 280);
        Assert.Empty((await Monitor(fixture, issued: issued).CheckAsync()).Findings);
        issued.Remove(LogFixture.Entry(290));
        await fixture.FillAsync(280, 20);

        MonitorFinding finding = Assert.Single((await Monitor(fixture, issued: issued).CheckAsync()).Findings);

        Assert.Equal(MonitorFindingKind.NotIssued, finding.Kind);
        Assert.Contains($"entry 290, {LogFixture.Entry(290)}", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NothingNewForLong_IsStale()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        Assert.Empty((await Monitor(fixture, maximumAge: TimeSpan.FromHours(1)).CheckAsync()).Findings);
        File.SetLastWriteTimeUtc(fixture.PathOf("seen"), DateTime.UtcNow.AddHours(-2));

        Assert.Equal(MonitorFindingKind.Stale, Assert.Single((await Monitor(fixture, maximumAge: TimeSpan.FromHours(1)).CheckAsync()).Findings).Kind);
    }

    [Fact]
    public async Task Check_WitnessPolicy_AsksForAQuorum()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        CosignerKey witness = CosignerSigningKey.Generate("witness.example/1", CosignatureAlgorithm.Ed25519).VerifierKey;
        Assert.True(WitnessPolicy.TryParse(System.Text.Encoding.UTF8.GetBytes($"witness w {witness}\nquorum w\n"), out WitnessPolicy? policy, out _));

        Assert.Equal(MonitorFindingKind.NoQuorum, Assert.Single((await Monitor(fixture, witnesses: policy).CheckAsync()).Findings).Kind);
    }

    [Fact]
    public async Task Check_StateOfAnotherLog_IsRefused()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        await File.WriteAllTextAsync(fixture.PathOf("seen"), "no checkpoint");

        await Assert.ThrowsAsync<LogStateException>(() => Monitor(fixture).CheckAsync());
    }

    private static LogMonitor Monitor(LogFixture fixture, string? root = null, IReadOnlySet<ReceiptId>? issued = null, TimeSpan? maximumAge = null, WitnessPolicy? witnesses = null) =>
        new(new FileSource(root ?? fixture.Root), new MonitorOptions
        {
            Key = fixture.Key.VerifierKey,
            StateFile = fixture.PathOf("seen"),
            Issued = issued is null ? null : () => issued,
            MaximumAge = maximumAge,
            Witnesses = witnesses,
        });
}
