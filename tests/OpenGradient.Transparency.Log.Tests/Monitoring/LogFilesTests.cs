using OpenGradient.Primitives;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests.Monitoring;

/// <summary>Tiles and entries as a reader gets them who saw an older checkpoint than the log has now.</summary>
public sealed class LogFilesTests
{
    [Fact]
    public async Task Read_PartialTileThatIsFullNow_IsItsBeginning()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 300);
        LogFiles files = new(new FileSource(fixture.Root));

        byte[]? hashes = await files.ReadHashesAsync(TilePath.Hashes(0, 0, 7), CancellationToken.None);
        var entries = await files.ReadEntriesAsync(TilePath.Entries(0, 7), CancellationToken.None);

        Assert.False(File.Exists(fixture.PathOf("tile/0/000.p/7")));
        Assert.Equal(File.ReadAllBytes(fixture.PathOf("tile/0/000"))[..(7 * Digest.SizeBytes)], hashes);
        Assert.Equal(Enumerable.Range(0, 7).Select(LogFixture.Entry), entries!.Value.Select(static entry => new ReceiptId(new Digest(entry.Span))));
    }

    [Fact]
    public async Task Read_WhatIsNotThereOrShort_IsNull()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 5);
        await File.WriteAllBytesAsync(fixture.PathOf("tile/0/000.p/5"), new byte[(5 * Digest.SizeBytes) - 1]);
        LogFiles files = new(new FileSource(fixture.Root));

        Assert.Null(await files.ReadHashesAsync(TilePath.Hashes(0, 0, 5), CancellationToken.None));
        Assert.Null(await files.ReadHashesAsync(TilePath.Hashes(0, 1), CancellationToken.None));
        Assert.Null(await files.ReadEntriesAsync(TilePath.Entries(0, 6), CancellationToken.None));
        Assert.Equal(CheckpointError.NoteMalformed, (await new LogFiles(new FileSource(fixture.PathOf("nowhere"))).ReadCheckpointAsync(fixture.Key.VerifierKey, CancellationToken.None)).Error);
    }
}
