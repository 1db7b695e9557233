using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary><c>og log monitor</c>: the exit code and the words of each alert.</summary>
[Trait("Category", "Slow")]
public sealed class LogMonitorTests(StoryFixture story) : IClassFixture<StoryFixture>, IDisposable
{
    private readonly LogSigningKey _key = LogSigningKey.Generate("test.example/log");

    [Fact]
    public async Task Monitor_GrowingLog_SaysThatItContinues()
    {
        using ServedLog log = new(_key);
        await log.AppendAsync("log", "a", "b");
        Assert.Equal("2 entries, seen for the first time\n", log.Monitor().Expect(0));
        await log.AppendAsync("log", "c");

        Assert.Equal("3 entries, which continue the 2 seen before\n", log.Monitor().Expect(0));
    }

    /// <summary>Who follows a node names the node; its log is under <c>/log</c>.</summary>
    [Fact]
    public async Task Monitor_AddressOfTheNode_FindsItsLog()
    {
        using ServedLog log = new(_key);
        await log.AppendAsync("log", "a", "b");

        Assert.Equal("2 entries, seen for the first time\n", log.MonitorAt(log.Url[..^"log".Length]).Expect(0));
        Assert.StartsWith("ALERT BadCheckpoint: ", log.MonitorAt(log.Url + "/nowhere").Expect(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Monitor_Fork_IsAnAlertAndKeepsBothNotes()
    {
        using ServedLog log = new(_key);
        await log.AppendAsync("log", "a", "b");
        log.Monitor().Expect(0);
        await log.AppendAsync("fork", "a", "x", "c");

        Assert.StartsWith("ALERT Fork: it signed a tree of 3 entries of which the first 2 are not the 2 that it had signed.", log.Monitor().Expect(2), StringComparison.Ordinal);
        Assert.Equal((2ul, 3ul), (SizeIn(log.PathOf("seen")), SizeIn(log.PathOf("seen.conflict"))));
    }

    [Fact]
    public async Task Monitor_ForkOfTheSameSize_IsAnAlert()
    {
        using ServedLog log = new(_key);
        await log.AppendAsync("log", "a", "b");
        log.Monitor().Expect(0);
        await log.AppendAsync("fork", "a", "x");

        // With --every it would go on through anything else; at misconduct it ends.
        Assert.StartsWith("ALERT Fork: it signed two roots of 2 entries: ", log.Monitor("--every", "1").Expect(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Monitor_Rewind_IsAnAlert()
    {
        using ServedLog log = new(_key);
        await log.AppendAsync("old", "a", "b");
        await log.AppendAsync("log", "a", "b", "c");
        log.Monitor().Expect(0);
        log.Shown = log.PathOf("old");

        Assert.Equal("ALERT Rewind: it shows 2 entries, and it has shown 3.\n", log.Monitor().Expect(2));
        Assert.Contains("\"kind\":\"Rewind\"", log.Monitor("--json").Expect(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Monitor_EntryThatIsNotInTheList_IsAnAlert()
    {
        using ServedLog log = new(_key);
        await log.AppendAsync("log", "a", "b");
        File.WriteAllText(log.PathOf("issued"), $"{ServedLog.Entry("a")}\n");

        Assert.Equal($"ALERT NotIssued: entry 1, {ServedLog.Entry("b")}, is none of the receipts that were issued.\n", log.Monitor("--issued", log.PathOf("issued")).Expect(2));
    }

    /// <summary>Somebody has the node's log key, and logs a receipt that the node never issued.</summary>
    [Fact]
    public async Task Monitor_ReceiptUnderTheNodesKeyThatItDidNotIssue_IsAnAlert()
    {
        using LogSigningKey stolen = LogSigningKey.Import(await File.ReadAllTextAsync(Path.Combine(story.Data, "keys", "log.key")));
        using ServedLog log = new(stolen);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(story.Data, "log"), "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(log.PathOf("copy"), Path.GetRelativePath(Path.Combine(story.Data, "log"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        log.Shown = log.PathOf("copy");
        Assert.Equal("3 entries, seen for the first time\n", log.Monitor("--data", story.Data).Expect(0));
        await log.AppendAsync("copy", "never issued");

        Assert.StartsWith($"ALERT NotIssued: entry 3, {ServedLog.Entry("never issued")}, ", log.Monitor("--data", story.Data).Expect(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Monitor_CheckpointOfAnotherKey_IsAnAlert()
    {
        using ServedLog log = new(_key);
        using LogSigningKey other = LogSigningKey.Generate("test.example/log");
        using ServedLog another = new(other);
        await another.AppendAsync("log", "a");
        log.Shown = another.Shown;

        Assert.Equal("ALERT BadCheckpoint: what is served as the checkpoint is none of test.example/log: SignatureMissing.\n", log.Monitor().Expect(2));
    }

    [Fact]
    public async Task Monitor_FilesMissingTooFewWitnessesNobodyThere_ArePrintedAndNoAlert()
    {
        using ServedLog log = new(_key);
        await log.AppendAsync("log", "a", "b");
        CosignerKey witness = CosignerSigningKey.Generate("w.example", CosignatureAlgorithm.Ed25519).VerifierKey;
        File.WriteAllText(log.PathOf("policy"), $"witness w {witness}\nquorum w\n");
        Assert.StartsWith("NoQuorum: 0 of 1 known witnesses cosigned the tree of 2 entries, ", log.Monitor("--witnesses", log.PathOf("policy")).Expect(3), StringComparison.Ordinal);

        await log.AppendAsync("log", "c");
        File.Delete(Path.Combine(log.Shown, "tile/entries/000.p/3"));
        Assert.StartsWith("BadTiles: its files do not lead from the 2 entries seen before to the root of the 3", log.Monitor().Expect(3), StringComparison.Ordinal);

        File.SetLastWriteTimeUtc(log.PathOf("seen"), DateTime.UtcNow.AddHours(-2));
        await log.AppendAsync("other", "a", "b");
        Assert.StartsWith("Stale: the checkpoint of 2 entries is from ", log.Monitor("--max-age", "60").Expect(3), StringComparison.Ordinal);

        log.Stop();
        OgResult gone = log.Monitor();
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains("the log cannot be reached", gone.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _key.Dispose();

    private ulong SizeIn(string file)
    {
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(File.ReadAllBytes(file), _key.VerifierKey, out Checkpoint? checkpoint));
        return checkpoint!.Size;
    }
}
