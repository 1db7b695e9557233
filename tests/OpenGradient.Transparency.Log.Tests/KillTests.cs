using System.Diagnostics;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests;

/// <summary>Kills a process that appends, again and again, and asks the log for everything that was promised.</summary>
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

    /// <summary>Starts the appender, kills it once it has told of some entries, and returns all that it told.</summary>
    private static async Task<Dictionary<ulong, ReceiptId>> AppendUntilKilledAsync(LogFixture fixture, int lineCount)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "OpenGradient.Transparency.Log.Appender.dll");
        ProcessStartInfo start = new("dotnet", [program, fixture.Root, fixture.Key.DangerousExport(), "8"]) { RedirectStandardOutput = true };
        using Process appender = Process.Start(start)!;
        Dictionary<ulong, ReceiptId> told = [];
        // A line without its newline was being written when the process died: it was not told.
        using StringWriter text = new();
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
