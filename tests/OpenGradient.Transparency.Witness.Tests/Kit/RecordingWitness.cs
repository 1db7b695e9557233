using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>An honest witness that writes down every tree it is shown. The last part of its URL is the number of the log's run: requests of a dead run that come late are told apart.</summary>
internal sealed class RecordingWitness : IAsyncDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"og-recording-{Guid.NewGuid():n}");
    private readonly LogVerifierKey _log;
    private readonly LogWitness _witness;
    private readonly ScriptedWitness _server;
    private readonly List<ShownTree> _shown = [];

    public RecordingWitness(int number, LogVerifierKey log)
    {
        _log = log;
        Key = CosignerSigningKey.Generate($"w{number}.example/witness", CosignatureAlgorithm.Ed25519);
        LogWitness.CreateState(_root);
        _witness = LogWitness.Open(new WitnessOptions { DataDirectory = _root, Keys = [Key], Logs = [log] });
        _server = new ScriptedWitness(AnswerAsync);
    }

    public CosignerSigningKey Key { get; }

    /// <summary>Called with the number of requests so far, before one is answered and after it was decided on.</summary>
    public Action<int, bool>? Asked { get; set; }

    public IReadOnlyList<ShownTree> Shown
    {
        get
        {
            lock (_shown)
                return [.. _shown];
        }
    }

    public Uri UrlFor(int run) => new(new Uri(_server.Url), $"{run}");

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _witness.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private async Task<WitnessAnswer?> AnswerAsync(Uri url, byte[] body)
    {
        Assert.True(AddCheckpointRequest.TryParse(body, out AddCheckpointRequest? request));
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(request.CheckpointNote.AsSpan(), _log, out Checkpoint? checkpoint));
        int count;
        lock (_shown)
        {
            _shown.Add(new ShownTree(int.Parse(url.Segments[1].TrimEnd('/')), checkpoint!.Size, checkpoint.Root));
            count = _shown.Count;
        }

        Asked?.Invoke(count, false);
        WitnessAnswer answer = await _witness.AddCheckpointAsync(body);
        Asked?.Invoke(count, true);
        return answer;
    }
}
