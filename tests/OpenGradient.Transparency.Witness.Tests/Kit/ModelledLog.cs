using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A log with three witnesses, and a model of it: what was promised where, and which checkpoints were seen.</summary>
internal sealed class ModelledLog : IAsyncDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"og-modelled-{Guid.NewGuid():n}");
    private readonly LogSigningKey _key = LogSigningKey.Generate("test.example/log");
    private readonly CosignerSigningKey _secondKey = CosignerSigningKey.Generate("test.example/log", CosignatureAlgorithm.MlDsa44);
    private readonly JumpingTime _time = new();
    private readonly MoodyWitness[] _witnesses;
    private readonly WitnessPolicy _policy;
    private readonly SortedDictionary<ulong, ReceiptId> _promised = [];
    private readonly HashSet<ReceiptId> _asked = [];
    private readonly List<Checkpoint> _seen = [];
    private WitnessPanel _panel;
    private FakeStorage _disk;
    private TransparencyLog? _log;
    private bool _isBroken;
    private bool _isTileTorn;

    public ModelledLog()
    {
        _witnesses = [.. Enumerable.Range(0, 3).Select(number => new MoodyWitness(number, _key.VerifierKey, _time))];
        string lines = string.Concat(_witnesses.Select(static (witness, number) => $"witness w{number} {witness.Key.VerifierKey} {witness.Url}\n"));
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes($"{lines}group two 2 w0 w1 w2\nquorum two\n"), out WitnessPolicy? policy, out _));
        _policy = policy;
        _panel = NewPanel(patience: TimeSpan.FromMilliseconds(20));
        _disk = new FakeStorage(SequenceHeader.Format(_key.VerifierKey));
    }

    private TransparencyLog Log => _log ?? throw new InvalidOperationException("The log is closed.");

    public async Task OpenAsync()
    {
        LogOptions options = new() { CheckpointInterval = TimeSpan.FromMilliseconds(1), SecondKey = _secondKey, Witnesses = _panel, WitnessRetry = TimeSpan.FromMilliseconds(20), CheckEverything = _isTileTorn };
        _log = await TransparencyLog.OpenAsync(_root, _key, options, _time, _ => _disk, CancellationToken.None);
        _isBroken = false;
        _isTileTorn = false;
        Assert.True(_log.DurableCount >= (ulong)_promised.Count, $"{_promised.Count} entries were promised, {_log.DurableCount} are there");
        See(_log.Latest);
    }

    public async Task DoAsync(LogStep step)
    {
        await (step.Kind switch
        {
            LogStepKind.Append => AppendAsync(1 + (step.Number % 90)),
            LogStepKind.Prove => ProveAsync(step.Number),
            LogStepKind.Restart => RestartAsync(static _ => true, sectorBytes: 512),
            LogStepKind.PowerFailure => LosePowerAsync(step),
            LogStepKind.TornTile => TearTileAsync(step.Number),
            LogStepKind.SecondOpen => OpenAgainAsync(),
            _ => SetAsync(step),
        });
        See(ReadPublicCheckpoint());
    }

    /// <summary>Everybody is well again: the log goes on, a quorum signs, and nothing is lost or told twice.</summary>
    public async Task EndAsync()
    {
        foreach (MoodyWitness witness in _witnesses)
            witness.Mood = WitnessMood.Honest;
        _time.Offset = TimeSpan.Zero;
        await CloseAsync();
        _panel.Dispose();
        _panel = NewPanel(patience: TimeSpan.FromSeconds(20));
        await RestartAsync(static _ => true, sectorBytes: 512);
        await AppendAsync(1);
        await ProveWithQuorumAsync(_promised.Keys.Max());
        await CloseAsync();
        await File.WriteAllBytesAsync(Path.Combine(_root, LogLayout.SequenceName), _disk.Crash(static _ => true));
        Assert.Empty((await LogAuditor.CheckAsync(_root, _key.VerifierKey)).Findings);
        AssertHolds();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        foreach (MoodyWitness witness in _witnesses)
            await witness.DisposeAsync();
        _panel.Dispose();
        _disk.Dispose();
        _key.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private WitnessPanel NewPanel(TimeSpan patience)
    {
        TimeSpan moment = TimeSpan.FromMilliseconds(20);
        return new WitnessPanel(_policy, new WitnessPanelOptions { Patience = patience, Courtesy = moment, Rest = TimeSpan.FromMilliseconds(1), LongestRest = moment }, _time);
    }

    private Task SetAsync(LogStep step)
    {
        switch (step.Kind)
        {
            case LogStepKind.DiskFull:
                _disk.OperationsLeft = step.Number % 5;
                _isBroken = true;
                break;
            case LogStepKind.PublicDiskFull:
                // A file where the directory of files on their way was: each of them fails, as on a full disk.
                if (!_isBroken && Directory.Exists(Temporary))
                {
                    Directory.Move(Temporary, Temporary + ".away");
                    File.WriteAllBytes(Temporary, []);
                }

                _isBroken = true;
                break;
            case LogStepKind.Clock:
                _time.Offset = TimeSpan.FromDays((step.Number - 500) * 100);
                break;
            default:
                _witnesses[step.Number % _witnesses.Length].Mood = (WitnessMood)(step.Seed % (uint)Enum.GetValues<WitnessMood>().Length);
                break;
        }

        return Task.CompletedTask;
    }

    private async Task AppendAsync(int count)
    {
        ReceiptId[] entries = [.. Enumerable.Range(_asked.Count, count).Select(static number => new ReceiptId(Digest.Sha256(Encoding.UTF8.GetBytes($"entry {number}"))))];
        _asked.UnionWith(entries);
        Task<ulong>[] appends = [.. entries.Select(async entry => await Log.AppendAsync(entry))];
        for (int i = 0; i < count; i++)
        {
            try
            {
                // An index that was promised before would be a promise broken.
                _promised.Add(await appends[i], entries[i]);
            }
            catch (LogStoppedException) when (_isBroken)
            {
                // Nothing was promised; the entry may be there all the same.
            }
        }
    }

    private async Task ProveAsync(int pick)
    {
        if (_promised.Count == 0)
            return;
        ulong index = _promised.Keys.ElementAt(pick % _promised.Count);
        try
        {
            Check(index, await Log.ProveAsync(index));
        }
        catch (LogStoppedException) when (_isBroken)
        {
            // A promise for later: when the disk has room again.
        }
    }

    /// <summary>Waits for rounds until a quorum has signed; a slow machine needs more of them.</summary>
    private async Task ProveWithQuorumAsync(ulong index)
    {
        bool isQuorum = false;
        for (int attempt = 0; attempt < 400 && !isQuorum; attempt++)
        {
            isQuorum = Check(index, await Log.ProveAsync(index));
            if (!isQuorum)
                await Task.Delay(25);
        }

        Assert.True(isQuorum, $"no quorum: {string.Join(' ', _panel.Status.Select(static status => status.Trouble))}");
    }

    /// <summary>Checks a proof as a stranger would; whether a quorum cosigned.</summary>
    private bool Check(ulong index, LogProof proof)
    {
        Assert.Equal(index, proof.Index);
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(proof.CheckpointNote.AsSpan(), _key.VerifierKey, out Checkpoint? checkpoint));
        Assert.True(proof.VerifyInclusion(LogProof.LeafHash(_promised[index]), checkpoint!));
        Assert.True(SignedNote.TryParse(proof.CheckpointNote.AsSpan(), out SignedNote? note));
        Assert.Equal(NoteVerdict.Valid, _secondKey.VerifierKey.Check(note, checkpoint!, out _));
        WitnessFinding finding = _policy.Check(note, checkpoint!);
        Assert.Null(finding.Forged);
        See(checkpoint!);
        return finding.IsQuorum;
    }

    private void See(Checkpoint checkpoint)
    {
        if (_seen.Count > 0)
            Assert.True(checkpoint.Size >= _seen[^1].Size, $"a checkpoint of {checkpoint.Size} entries after one of {_seen[^1].Size}");
        _seen.Add(checkpoint);
    }

    private Checkpoint ReadPublicCheckpoint()
    {
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(File.ReadAllBytes(Path.Combine(_root, "checkpoint")), _key.VerifierKey, out Checkpoint? checkpoint));
        return checkpoint!;
    }

    private async Task LosePowerAsync(LogStep step)
    {
        _disk.OperationsLeft = step.Number % 4;
        _isBroken = true;
        await AppendAsync(1 + (step.Number % 60));
        await RestartAsync(sector => ((step.Seed >> (sector % 32)) & 1) == 1, sectorBytes: step.Number % 513);
    }

    private async Task TearTileAsync(int number)
    {
        await CloseAsync();
        string[] tiles = [.. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Where(static file => file.Contains("/tile/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (tiles.Length > 0)
        {
            using FileStream tile = new(tiles[number % tiles.Length], FileMode.Open);
            tile.SetLength(tile.Length * (number % 100) / 100);
        }

        _isTileTorn = true;
        await RestartAsync(static _ => true, sectorBytes: 512);
    }

    private async Task OpenAgainAsync() =>
        Assert.Contains("another process", (await Assert.ThrowsAsync<LogStateException>(() => TransparencyLog.OpenAsync(_root, _key, new LogOptions(), _time))).Message, StringComparison.Ordinal);

    /// <summary>Closes the log, and opens it over what the disk has then.</summary>
    private async Task RestartAsync(Func<int, bool> reached, int sectorBytes)
    {
        await CloseAsync();
        if (File.Exists(Temporary))
        {
            File.Delete(Temporary);
            Directory.Move(Temporary + ".away", Temporary);
        }

        _disk = new FakeStorage(_disk.Crash(reached, sectorBytes));
        await OpenAsync();
    }

    private async Task CloseAsync()
    {
        if (_log is not null)
            await _log.DisposeAsync();
        _log = null;
    }

    /// <summary>Every promise at its place, nothing that nobody asked for, and every tree that anybody saw a beginning of the log.</summary>
    private void AssertHolds()
    {
        using SequenceFile sequence = SequenceFile.Open(_disk, _key.VerifierKey, 0);
        ReceiptId[] entries = new ReceiptId[sequence.Count];
        sequence.Read(0, entries);
        Assert.All(_promised, promise => Assert.Equal(promise.Value, entries[promise.Key]));
        Assert.All(entries, entry => Assert.Contains(entry, _asked));
        Digest[] leaves = [.. entries.Select(LogProof.LeafHash)];
        foreach (Checkpoint shown in _seen.Concat(_witnesses.SelectMany(static witness => witness.Shown)).DistinctBy(static checkpoint => (checkpoint.Size, checkpoint.Root)))
            Assert.Equal(MerkleTree.Root(leaves.AsSpan(0, (int)shown.Size)), shown.Root);
    }

    private string Temporary => Path.Combine(_root, ".state", "temporary");
}
