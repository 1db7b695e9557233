using System.Diagnostics;
using OpenGradient.Primitives;
using OpenGradient.Tests;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests;

/// <summary>Kills a process that appends, again and again, takes its disk away, or starts a second one, and asks the log for everything that was promised.</summary>
/// <remarks>SIGKILL takes the process and leaves the system's page cache; what power failures leave is <c>SequenceFileTests</c>' part.</remarks>
[Trait("Category", "Slow")]
public sealed class KillTests
{
    private const int Rounds = 20;

    [Fact]
    public async Task Kill_TwentyTimesAtAnyMoment_LosesNoPromisedEntry()
    {
        using LogFixture fixture = new();
        Dictionary<ulong, ReceiptId> promised = [];
        for (int round = 0; round < Rounds; round++)
        {
            Dictionary<ulong, ReceiptId> told = await AppendUntilKilledAsync(fixture, lineCount: Random.Shared.Next(1, 800));
            foreach ((ulong index, ReceiptId receipt) in told)
                promised.Add(index, receipt);
            await AssertLoggedAsync(fixture, told);
        }

        await AssertLoggedAsync(fixture, promised);
        LogAuditReport report = await LogAuditor.CheckAsync(fixture.Root, fixture.Key.VerifierKey);
        Assert.Empty(report.Findings);
        TestContext.Current.SendDiagnosticMessage("{0} kills, {1} promised entries, all in a log of {2}", Rounds, promised.Count, report.Checkpoint!.Size);
    }

    /// <summary>The disk ends in the middle of a write: what was told is there, and the log says why it stopped.</summary>
    [Fact]
    public async Task Append_FileThatMayNotGrow_StopsAndKeepsItsPromises()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the limit is that of Unix");
        using LogFixture fixture = new();
        // 3,000 blocks of 512 bytes: the second growth of the sequence ends half way. Executable memory is a file, too, unless it may be written.
        ProcessStartInfo start = new("sh", ["-c", "trap '' XFSZ; ulimit -f 3000; exec dotnet \"$@\"", "sh", .. Arguments(fixture)]) { RedirectStandardError = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using Process appender = Start(start);
        Task<string> errors = appender.StandardError.ReadToEndAsync();

        Dictionary<ulong, ReceiptId> told = await ReadToldAsync(appender, lineCount: int.MaxValue);

        Assert.NotEqual(0, appender.ExitCode);
        Assert.Contains("The log stopped", await errors, StringComparison.Ordinal);
        await AssertLoggedAsync(fixture, told);
    }

    [Fact]
    public async Task Open_SecondProcess_IsRefusedAndTheFirstGoesOn()
    {
        using LogFixture fixture = new();
        using Process first = Start(new ProcessStartInfo("dotnet", Arguments(fixture)));
        // The first has the directory once it has told of an entry.
        char[] buffer = new char[1];
        Assert.Equal(1, await first.StandardOutput.ReadAsync(buffer));

        using Process second = Start(new ProcessStartInfo("dotnet", Arguments(fixture)) { RedirectStandardError = true });
        string errors = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();

        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains("another process writes the log", errors, StringComparison.Ordinal);
        Assert.Empty(await second.StandardOutput.ReadToEndAsync());
        await AssertLoggedAsync(fixture, await ReadToldAsync(first, lineCount: 50, begun: buffer[0].ToString()));
    }

    /// <summary>Starts the appender, kills it once it has told of some entries, and returns all that it told.</summary>
    private static async Task<Dictionary<ulong, ReceiptId>> AppendUntilKilledAsync(LogFixture fixture, int lineCount)
    {
        using Process appender = Start(new ProcessStartInfo("dotnet", Arguments(fixture)));
        return await ReadToldAsync(appender, lineCount);
    }

    private static string[] Arguments(LogFixture fixture) =>
        [Path.Combine(AppContext.BaseDirectory, "OpenGradient.Transparency.Log.Appender.dll"), fixture.Root, fixture.Key.DangerousExport(), "8"];

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        return DoomedProcess.Start(start);
    }

    /// <summary>What the appender tells until it ends; it is killed after some lines.</summary>
    private static async Task<Dictionary<ulong, ReceiptId>> ReadToldAsync(Process appender, int lineCount, string begun = "")
    {
        Dictionary<ulong, ReceiptId> told = [];
        // A line without its newline was being written when the process died: it was not told.
        using StringWriter text = new();
        text.Write(begun);
        char[] buffer = new char[4096];
        while (await appender.StandardOutput.ReadAsync(buffer) is int read and > 0)
        {
            text.Write(buffer.AsSpan(0, read));
            if (lineCount > 0 && (lineCount -= buffer.AsSpan(0, read).Count('\n')) <= 0)
                appender.Kill();
        }

        await appender.WaitForExitAsync();
        string all = text.ToString();
        foreach (string line in all[..(all.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            told.Add(ulong.Parse(line.Split(' ')[0]), ReceiptId.Parse(line.Split(' ')[1], null));
        Assert.NotEmpty(told);
        return told;
    }

    private static async Task AssertLoggedAsync(LogFixture fixture, Dictionary<ulong, ReceiptId> promised)
    {
        await using TransparencyLog log = await fixture.OpenAsync();
        Assert.Empty(log.RepairedFiles);
        Checkpoint head = log.Latest;
        foreach ((ulong index, ReceiptId receipt) in promised)
        {
            Assert.True(index < head.Size, $"entry {index} was promised, the log has {head.Size}");
            Assert.True((await log.ProveAsync(index)).VerifyInclusion(LogProof.LeafHash(receipt), head), $"entry {index} is another");
        }

        TransparencyLogTests.AssertProves(await log.ProveAsync(promised.Keys.Max()), fixture.Key.VerifierKey, promised.Keys.Max(), promised[promised.Keys.Max()]);
    }
}
