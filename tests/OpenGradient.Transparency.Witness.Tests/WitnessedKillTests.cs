using System.Diagnostics;
using OpenGradient.Primitives;
using OpenGradient.Tests;
using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Witness.Tests.Kit;

namespace OpenGradient.Transparency.Witness.Tests;

/// <summary>Kills a log that asks witnesses, again and again: while entries are written, before and after a witness has signed, while it publishes.</summary>
[Trait("Category", "Slow")]
public sealed class WitnessedKillTests : IAsyncDisposable
{
    private const int Runs = 20;

    private readonly string _root = Path.Combine(Path.GetTempPath(), $"og-witnessed-kill-{Guid.NewGuid():n}");
    private readonly LogSigningKey _key = LogSigningKey.Generate("test.example/log");
    private readonly RecordingWitness[] _witnesses;
    private readonly SortedDictionary<ulong, ReceiptId> _promised = [];

    public WitnessedKillTests()
    {
        _witnesses = [.. Enumerable.Range(0, 3).Select(number => new RecordingWitness(number, _key.VerifierKey))];
        Directory.CreateDirectory(_root);
    }

    private string Log => Path.Combine(_root, "log");

    [Fact]
    public async Task Kill_TwentyTimesBetweenAppendAndPublication_LosesNothingAndShowsNoWitnessARewindOrAFork()
    {
        ulong published = 0;
        for (int run = 0; run < Runs; run++)
        {
            await AppendUntilKilledAsync(run);

            ulong now = ReadCheckpoint("checkpoint").Size;
            Assert.True(now >= published, $"run {run}: the public checkpoint went back from {published} to {now}");
            published = now;
            // What witnesses are shown is on the disk before they see it.
            ulong signed = Math.Max(now, File.Exists(Path.Combine(Log, ".state/checkpoint")) ? ReadCheckpoint(".state/checkpoint").Size : 0);
            Assert.All(_witnesses.SelectMany(static witness => witness.Shown), tree => Assert.True(tree.Size <= signed, $"run {run}: {tree.Size} shown, {signed} on the disk"));
        }

        await AssertGoesOnWithAQuorumAsync();
        foreach (RecordingWitness witness in _witnesses)
            AssertNoRewind(witness.Shown);
        AssertHolds([.. _witnesses.SelectMany(static witness => witness.Shown)]);
        Assert.Empty((await LogAuditor.CheckAsync(Log, _key.VerifierKey)).Findings);
        TestContext.Current.SendDiagnosticMessage("{0} kills, {1} promised entries, {2} trees shown", Runs, _promised.Count, _witnesses.Sum(static witness => witness.Shown.Count));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RecordingWitness witness in _witnesses)
            await witness.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Starts the appender and kills it after some lines, or when a witness is asked, or when it has just decided.</summary>
    private async Task AppendUntilKilledAsync(int run)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "OpenGradient.Transparency.Log.Appender.dll");
        string[] arguments = [program, Log, _key.DangerousExport(), "8", WritePolicy(run)];
        using Process appender = DoomedProcess.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true });
        int requests = Random.Shared.Next(1, 20);
        foreach (RecordingWitness witness in _witnesses)
        {
            int last = witness.Shown.Count + requests;
            bool isAnswered = run % 3 == 1;
            witness.Asked = run % 3 == 0 ? null : (count, decided) => KillWhen(appender, count >= last && decided == isAnswered);
        }

        int lines = run % 3 == 0 ? Random.Shared.Next(1, 800) : int.MaxValue;
        string text = "";
        char[] buffer = new char[4096];
        while (await appender.StandardOutput.ReadAsync(buffer) is int read and > 0)
        {
            text += new string(buffer, 0, read);
            lines -= buffer.AsSpan(0, read).Count('\n');
            KillWhen(appender, lines <= 0);
        }

        await appender.WaitForExitAsync();
        foreach (RecordingWitness witness in _witnesses)
            witness.Asked = null;
        // A line without its newline was being written when the process died: it was not told.
        foreach (string line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _promised.Add(ulong.Parse(line.Split(' ')[0]), ReceiptId.Parse(line.Split(' ')[1], null));
    }

    private static void KillWhen(Process process, bool isTime)
    {
        if (isTime)
            process.Kill();
    }

    private string WritePolicy(int run)
    {
        string path = Path.Combine(_root, $"policy-{run}");
        IEnumerable<string> lines = _witnesses.Select((witness, number) => $"witness w{number} {witness.Key.VerifierKey} {witness.UrlFor(run)}\n");
        File.WriteAllText(path, string.Concat(lines) + "group two 2 w0 w1 w2\nquorum two\n");
        return path;
    }

    private Checkpoint ReadCheckpoint(string name)
    {
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(File.ReadAllBytes(Path.Combine(Log, name)), _key.VerifierKey, out Checkpoint? checkpoint));
        return checkpoint!;
    }

    /// <summary>A last run, which nobody kills: its witnesses sign on.</summary>
    private async Task AssertGoesOnWithAQuorumAsync()
    {
        Assert.True(WitnessPolicy.TryParse(await File.ReadAllBytesAsync(WritePolicy(Runs)), out WitnessPolicy? policy, out _));
        using WitnessPanel panel = new(policy, new WitnessPanelOptions { Patience = TimeSpan.FromSeconds(20) }, TimeProvider.System);
        await using TransparencyLog log = await TransparencyLog.OpenAsync(Log, _key, new LogOptions { Witnesses = panel }, TimeProvider.System);
        Assert.Empty(log.RepairedFiles);
        ReceiptId entry = new(Digest.Sha256("the last"u8));
        ulong index = await log.AppendAsync(entry);
        LogProof proof = await log.ProveAsync(index);

        Assert.True(SignedNote.TryParse(proof.CheckpointNote.AsSpan(), out SignedNote? note));
        Assert.True(Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint));
        Assert.True(policy.Check(note, checkpoint).IsQuorum);
        Assert.True(proof.VerifyInclusion(LogProof.LeafHash(entry), checkpoint));
        _promised.Add(index, entry);
    }

    /// <summary>No run asks for less than a run before it did. Within a run requests that the log gave up may come in late.</summary>
    private static void AssertNoRewind(IReadOnlyList<ShownTree> shown)
    {
        ulong largest = 0;
        foreach (IGrouping<int, ShownTree> run in shown.GroupBy(static tree => tree.Run).OrderBy(static run => run.Key))
        {
            Assert.True(run.Min(static tree => tree.Size) >= largest, $"run {run.Key} asked for {run.Min(static tree => tree.Size)} after {largest}");
            largest = run.Max(static tree => tree.Size);
        }
    }

    /// <summary>Every promise is kept, and every tree that anybody was shown is a beginning of the log.</summary>
    private void AssertHolds(IReadOnlyList<ShownTree> shown)
    {
        using SequenceFile sequence = SequenceFile.Open(new FileStorage(Path.Combine(Log, LogLayout.SequenceName), FileAccess.Read), _key.VerifierKey, 0);
        ReceiptId[] entries = new ReceiptId[sequence.Count];
        sequence.Read(0, entries);
        Assert.All(_promised, promise => Assert.Equal(promise.Value, entries[promise.Key]));

        TreeEdge tree = new();
        foreach (ShownTree one in shown.OrderBy(static one => one.Size))
        {
            while (tree.Size < one.Size)
                tree.Append(LogProof.LeafHash(entries[tree.Size]), static (_, _) => { });
            Assert.Equal(tree.Root(), one.Root);
        }
    }
}
