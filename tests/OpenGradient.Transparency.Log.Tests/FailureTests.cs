using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests;

/// <summary>A disk that fails while the log runs: nothing is promised that is not there, and the log says that it stopped.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task AppendAsync_DiskFull_FailsAndStaysFailedUntilReopened()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        FailingStorage? storage = null;
        TransparencyLog log = await fixture.OpenAsync(path => storage = new FailingStorage(path));
        Assert.Equal(3ul, await log.AppendAsync(LogFixture.Entry(3)));
        storage!.IsFull = true;

        LogStoppedException first = await Assert.ThrowsAsync<LogStoppedException>(async () => await log.AppendAsync(LogFixture.Entry(4)));
        storage.IsFull = false;
        LogStoppedException second = await Assert.ThrowsAsync<LogStoppedException>(async () => await log.AppendAsync(LogFixture.Entry(4)));
        await log.DisposeAsync();
        await using TransparencyLog reopened = await fixture.OpenAsync();

        Assert.Contains("No space left", first.Message, StringComparison.Ordinal);
        Assert.Equal(first.Message, second.Message);
        Assert.Equal(4ul, reopened.Latest.Size);
        Assert.Equal(4ul, await reopened.AppendAsync(LogFixture.Entry(4)));
    }

    [Fact]
    public async Task Integration_TilesCannotBeWritten_StopsTheLogAndKeepsItsPromises()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        TransparencyLog log = await fixture.OpenAsync();
        // A file where the next partial tile needs a directory: the same error as a full disk, for the tiles only.
        Directory.Delete(fixture.PathOf("tile/0/000.p"), recursive: true);
        await File.WriteAllTextAsync(fixture.PathOf("tile/0/000.p"), "in the way");
        int promised = 3;

        await Assert.ThrowsAsync<LogStoppedException>(async () =>
        {
            for (; ; promised++)
                await log.AppendAsync(LogFixture.Entry(promised));
        });
        Assert.Equal(3ul, log.Latest.Size);
        await log.DisposeAsync();
        File.Delete(fixture.PathOf("tile/0/000.p"));
        await using TransparencyLog reopened = await fixture.OpenAsync();

        Assert.True(promised > 3, "the disk of the sequence is in order, so something was promised");
        for (int entry = 3; entry < promised; entry++)
            TransparencyLogTests.AssertProves(await reopened.ProveAsync((ulong)entry), fixture.Key.VerifierKey, (ulong)entry, LogFixture.Entry(entry));
    }

    [Fact]
    public async Task ProveAsync_SigningFails_FailsForEveryoneWhoAsks()
    {
        using LogFixture fixture = new();
        TransparencyLog log = await fixture.OpenAsync(interval: TimeSpan.FromDays(1));
        await log.AppendAsync(LogFixture.Entry(0));
        while (log.Latest.Size == 0)
            await Task.Delay(1);
        ulong promised = await log.AppendAsync(LogFixture.Entry(1));
        fixture.Key.Dispose();

        for (int attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => log.ProveAsync(promised));
        Assert.Equal(1ul, log.Latest.Size);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.DisposeAsync());
    }

    /// <summary>What is no failure of the disk ends the log as well: nobody waits for a checkpoint that will not come, and the directory is free again.</summary>
    [Fact]
    public async Task Integration_FailsOtherwise_StopsTheLogForEveryone()
    {
        using LogFixture fixture = new();
        TransparencyLog log = await fixture.OpenAsync();
        fixture.Key.Dispose();
        int promised = 0;

        LogStoppedException stopped = await Assert.ThrowsAsync<LogStoppedException>(async () =>
        {
            for (; ; promised++)
                await log.AppendAsync(LogFixture.Entry(promised));
        });
        while (promised > 0 && await Record.ExceptionAsync(() => log.ProveAsync(0)) is ObjectDisposedException)
            await Task.Yield();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.DisposeAsync());

        Assert.IsType<ObjectDisposedException>(stopped.InnerException);
        Assert.True(promised > 0);
        LogLock.Take(new LogLayout(fixture.Root)).Dispose();
    }

    private sealed class FailingStorage(string path) : ISequenceStorage
    {
        private readonly FileStorage _file = new(path);

        public bool IsFull { get; set; }

        public long Length => _file.Length;

        public int Read(Span<byte> destination, long offset) => _file.Read(destination, offset);

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            if (IsFull)
                throw new IOException("No space left on device");
            _file.Write(source, offset);
        }

        public void Flush() => _file.Flush();

        public void Dispose() => _file.Dispose();
    }
}
