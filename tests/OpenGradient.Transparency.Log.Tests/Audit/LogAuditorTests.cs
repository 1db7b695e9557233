using OpenGradient.Tests;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests.Audit;

public sealed class LogAuditorTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(66_000)]
    public async Task CheckAsync_UntouchedLog_FindsNothing(int size)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, size);

        LogAuditReport report = await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey);

        Assert.True(report.IsConsistent);
        Assert.Equal((ulong)size, report.Checkpoint!.Size);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task CheckAsync_AnyByteOfAnyFileOfASmallLogFlipped_NamesTheFileAndNoOther()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 1);
        await fixture.FillAsync(1, 2);

        await AssertNamedAsync(fixture, step: 1);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task CheckAsync_BytesAllOverALargerLogFlipped_NamesTheFileAndNoOther()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 600);

        await AssertNamedAsync(fixture, step: 61);
    }

    [Fact]
    public async Task CheckAsync_AnyFileMissing_NamesIt()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 600);
        foreach (string file in fixture.PublicFiles())
        {
            byte[] content = await File.ReadAllBytesAsync(fixture.PathOf(file));
            File.Delete(fixture.PathOf(file));
            LogAuditReport report = await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey);
            await File.WriteAllBytesAsync(fixture.PathOf(file), content);

            Assert.Equal([file], report.Findings.Select(static finding => finding.File));
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task CheckAsync_TileOfEachLevelDamagedOrMissing_NamesIt()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 66_000);
        // Full and partial tiles of the levels that a tree of 66,000 entries has, and entries; 66,000 = 1 · 65,536 + 1 · 256 + 208.
        foreach (string file in (string[])["tile/0/000", "tile/0/256", "tile/0/257.p/208", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1", "tile/entries/100", "tile/entries/257.p/208"])
        {
            byte[] content = await File.ReadAllBytesAsync(fixture.PathOf(file));
            foreach (byte[]? damaged in (byte[]?[])[[.. content[..^1], (byte)(content[^1] ^ 1)], content[..^1], [], null])
            {
                if (damaged is null)
                    File.Delete(fixture.PathOf(file));
                else
                    await File.WriteAllBytesAsync(fixture.PathOf(file), damaged);

                Assert.Equal([file], (await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey)).Findings.Select(static finding => finding.File));
            }

            await File.WriteAllBytesAsync(fixture.PathOf(file), content);
        }
    }

    [Fact]
    public async Task CheckAsync_BundleAndTileMissing_NamesBothAndEnds()
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 600);
        File.Delete(fixture.PathOf("tile/0/001"));
        File.Delete(fixture.PathOf("tile/entries/001"));

        Assert.Equal(["tile/0/001", "tile/entries/001"], (await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey)).Findings.Select(static finding => finding.File));
    }

    [Fact]
    public async Task CheckAsync_SignedSizeWithoutFiles_Ends()
    {
        using LogFixture fixture = new();
        await File.WriteAllBytesAsync(fixture.PathOf("checkpoint"), fixture.Key.Sign(ulong.MaxValue, default));

        Assert.Equal(["tile/0/000", "tile/entries/000"], (await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey)).Findings.Select(static finding => finding.File));
    }

    [Theory]
    [InlineData("tile/0/readme.txt")]
    [InlineData("tile/0/x000/001")]
    public async Task CheckAsync_FileThatNoLogHas_NamesIt(string file)
    {
        using LogFixture fixture = new();
        await fixture.FillAsync(0, 3);
        Directory.CreateDirectory(Path.GetDirectoryName(fixture.PathOf(file))!);
        await File.WriteAllTextAsync(fixture.PathOf(file), "?");

        Assert.Equal([file], (await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey)).Findings.Select(static finding => finding.File));
    }

    [Fact]
    public async Task CheckAsync_BundleTileAndCheckpointOfAnotherTree_NamesTheCheckpoint()
    {
        using LogFixture fixture = new();
        using LogFixture other = new();
        await fixture.FillAsync(0, 3);
        await other.FillAsync(1000, 0);

        Assert.Equal(["checkpoint"], (await LogAuditor.CheckAsync(fixture.Root, other.Key.VerifierKey)).Findings.Select(static finding => finding.File));
    }

    [Fact]
    [Trait("Category", "Vectors")]
    public async Task CheckAsync_LogOfAnotherImplementation_FindsNothing()
    {
        Assert.True(LogVerifierKey.TryParse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx", out LogVerifierKey? key));

        LogAuditReport report = await LogAuditor.CheckAsync(ExternalVectors.Require("tlog/tessera-log"), key);

        Assert.Empty(report.Findings);
        Assert.Equal(15ul, report.Checkpoint!.Size);
    }

    /// <summary>Flips one bit in every step-th byte of every public file and in every record of the sequence.</summary>
    private static async Task AssertNamedAsync(LogFixture fixture, int step)
    {
        foreach (string file in (string[])[.. fixture.PublicFiles(), ".state/sequence"])
        {
            byte[] content = await File.ReadAllBytesAsync(fixture.PathOf(file));
            int length = file == ".state/sequence" ? SequenceHeader.Bytes + (3 * SequenceRecord.Bytes) : content.Length;
            for (int at = 0; at < length; at += step)
            {
                fixture.Flip(file, at, (byte)(1 << (at % 8)));
                LogAuditReport report = await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey);
                await File.WriteAllBytesAsync(fixture.PathOf(file), content);

                string[] named = [.. report.Findings.Select(static finding => finding.File)];
                Assert.True(named is [string only] && only == file, $"byte {at} of {file}: {string.Join(", ", report.Findings)}");
            }
        }
    }
}
