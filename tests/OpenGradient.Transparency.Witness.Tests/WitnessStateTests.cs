using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Log.Tests.Kit;
using OpenGradient.Transparency.Witness.Tests.Kit;

namespace OpenGradient.Transparency.Witness.Tests;

/// <summary>What a witness remembers, whatever the disk and the power do.</summary>
public sealed class WitnessStateTests
{
    /// <summary>A model: sizes that somebody was told of. After any crash the state is at least there, and what it holds was asked for.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task State_PowerFailsAtAnyWriteAndAnySector_ForgetsNothingThatWasSigned()
    {
        using TreeKit one = new();
        using TreeKit two = new("other.example/log");
        for (int operations = 0; operations < 14; operations++)
        {
            for (int reached = 0; reached < 4; reached++)
            {
                await using WitnessFixture fixture = new(one, two);
                await fixture.Witness.DisposeAsync();
                FakeStorage disk = new(await File.ReadAllBytesAsync(Path.Combine(fixture.Root, "state"))) { OperationsLeft = operations };
                (ulong First, ulong Second) told = await AskUntilItFailsAsync(fixture, disk, one, two);

                await File.WriteAllBytesAsync(Path.Combine(fixture.Root, "state"), disk.Crash(sector => (reached >> (sector % 2) & 1) == 1));
                await fixture.RestartAsync();

                ulong first = fixture.Witness.SizeOf(one.Key.VerifierKey.Name);
                ulong second = fixture.Witness.SizeOf(two.Key.VerifierKey.Name);
                Assert.InRange(first, told.First, told.First + 10);
                Assert.InRange(second, told.Second, told.Second + 10);
                await AssertGoesOnAsync(fixture, one, first);
                await AssertGoesOnAsync(fixture, two, second);
            }
        }
    }

    [Fact]
    public async Task AddCheckpoint_DiskFull_SignsNothingUntilItIsOpenedAgain()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        await fixture.Witness.DisposeAsync();
        FakeStorage disk = new(await File.ReadAllBytesAsync(Path.Combine(fixture.Root, "state"))) { OperationsLeft = 3 };
        await using LogWitness witness = fixture.Open(_ => disk);
        Assert.Equal(200, (await witness.AddCheckpointAsync(log.Request(0, 10).Format())).Status);

        await Assert.ThrowsAsync<LogStoppedException>(() => witness.AddCheckpointAsync(log.Request(10, 20).Format()));
        disk.OperationsLeft = int.MaxValue;
        await Assert.ThrowsAsync<LogStoppedException>(() => witness.AddCheckpointAsync(log.Request(10, 20).Format()));
        Assert.Equal(10UL, witness.SizeOf(log.Key.VerifierKey.Name));
    }

    [Fact]
    public async Task Open_EveryByteOfTheStateDamaged_RefusesOrIsNeverBehindByMoreThanATornWrite()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        foreach ((ulong oldSize, ulong size) in ((ulong, ulong)[])[(0, 10), (10, 20), (20, 30)])
            await fixture.AskAsync(log.Request(oldSize, size));
        await fixture.Witness.DisposeAsync();
        byte[] state = await File.ReadAllBytesAsync(Path.Combine(fixture.Root, "state"));
        for (int at = 0; at < state.Length; at += 7)
        {
            byte[] damaged = [.. state];
            damaged[at] ^= 0x40;
            ulong? size = null;
            try
            {
                await using LogWitness witness = fixture.Open(_ => new FakeStorage(damaged));
                size = witness.SizeOf(log.Key.VerifierKey.Name);
            }
            catch (LogStateException)
            {
            }

            Assert.Contains(size, (ulong?[])[null, 20, 30]);
        }

        Assert.Throws<LogStateException>(() => fixture.Open(_ => new FakeStorage([.. state.Select(static (b, i) => i >= 512 ? (byte)(b ^ 1) : b)])));
        await fixture.RestartAsync();
    }

    [Fact]
    public async Task Open_Twice_TheSecondIsRefused()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);

        Assert.Contains("another process", Assert.Throws<LogStateException>(() => fixture.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_StateGone_IsRefused()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        await fixture.Witness.DisposeAsync();
        string path = Path.Combine(fixture.Root, "state");
        File.Move(path, path + ".away");

        Assert.ThrowsAny<IOException>(() => fixture.Open());
        File.Move(path + ".away", path);
        Assert.Throws<LogStateException>(() => LogWitness.CreateState(fixture.Root));
        await fixture.RestartAsync();
    }

    /// <summary>Asks in turn for both logs, 10 entries more each time, until the disk fails; the sizes that were cosigned.</summary>
    private static async Task<(ulong First, ulong Second)> AskUntilItFailsAsync(WitnessFixture fixture, FakeStorage disk, TreeKit one, TreeKit two)
    {
        await using LogWitness witness = fixture.Open(_ => disk);
        ulong first = 0;
        ulong second = 0;
        try
        {
            for (ulong size = 10; size <= 50; size += 10)
            {
                Assert.Equal(200, (await witness.AddCheckpointAsync(one.Request(first, size).Format())).Status);
                first = size;
                Assert.Equal(200, (await witness.AddCheckpointAsync(two.Request(second, size).Format())).Status);
                second = size;
            }
        }
        catch (LogStoppedException)
        {
        }

        return (first, second);
    }

    private static async Task AssertGoesOnAsync(WitnessFixture fixture, TreeKit log, ulong size)
    {
        Assert.Equal(size == 0 ? 200 : 422, (await fixture.AskAsync(log.Request(size, size == 0 ? 0 : size + 3, world: 1))).Status);
        Assert.Equal(200, (await fixture.AskAsync(log.Request(size, size + 5))).Status);
    }
}
