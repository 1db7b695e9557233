using System.Text;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A witness that is honest, or not, as a test says from one moment to the next; it writes down every tree that it is shown.</summary>
internal sealed class MoodyWitness : IAsyncDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"og-moody-{Guid.NewGuid():n}");
    private readonly CancellationTokenSource _closing = new();
    private readonly LogVerifierKey _log;
    private readonly LogWitness _witness;
    private readonly ScriptedWitness _server;
    private readonly List<Checkpoint> _shown = [];
    private volatile WitnessMood _mood;

    public MoodyWitness(int number, LogVerifierKey log, TimeProvider time)
    {
        _log = log;
        Key = CosignerSigningKey.Generate($"w{number}.example/witness", CosignatureAlgorithm.Ed25519);
        LogWitness.CreateState(_root);
        _witness = LogWitness.Open(new WitnessOptions { DataDirectory = _root, Keys = [Key], Logs = [log], Time = time });
        _server = new ScriptedWitness((_, body) => AnswerAsync(body));
    }

    public CosignerSigningKey Key { get; }

    public string Url => _server.Url;

    public WitnessMood Mood
    {
        get => _mood;
        set => _mood = value;
    }

    public IReadOnlyList<Checkpoint> Shown
    {
        get
        {
            lock (_shown)
                return [.. _shown];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _server.Dispose();
        await _witness.DisposeAsync();
        _closing.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private async Task<WitnessAnswer?> AnswerAsync(byte[] body)
    {
        Assert.True(AddCheckpointRequest.TryParse(body, out AddCheckpointRequest? request));
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(request.CheckpointNote.AsSpan(), _log, out Checkpoint? checkpoint));
        lock (_shown)
            _shown.Add(checkpoint!);
        switch (Mood)
        {
            case WitnessMood.Honest:
                return await _witness.AddCheckpointAsync(body);
            case WitnessMood.Silent:
                await Task.Delay(Timeout.Infinite, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return null;
            case WitnessMood.Down:
                return null;
            default:
                return Lie(checkpoint!);
        }
    }

    private WitnessAnswer Lie(Checkpoint checkpoint) => Mood switch
    {
        WitnessMood.OtherLog => Lines(Cosign(checkpoint with { Origin = "other.example/log" })),
        WitnessMood.StaleConflict => WitnessAnswer.Conflict(0),
        WitnessMood.AheadConflict => WitnessAnswer.Conflict(checkpoint.Size + 1000),
        WitnessMood.Garbage => WitnessAnswer.Lines("thank you\n"),
        _ => Lines(Cosign(checkpoint) with { Signature = [.. new byte[72]] }),
    };

    private NoteSignature Cosign(Checkpoint checkpoint) => Key.Cosign(checkpoint.FormatBody(), checkpoint, 1_800_000_000);

    private static WitnessAnswer Lines(NoteSignature line) => new(200, "text/plain", Encoding.UTF8.GetBytes(SignedNote.FormatLine(line)));
}
