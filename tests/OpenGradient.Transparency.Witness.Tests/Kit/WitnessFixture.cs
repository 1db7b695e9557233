using System.Text;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A witness in a temporary directory, with both kinds of key.</summary>
internal sealed class WitnessFixture : IAsyncDisposable
{
    private readonly TreeKit[] _logs;

    public WitnessFixture(params TreeKit[] logs)
    {
        _logs = logs;
        LogWitness.CreateState(Root);
        Witness = Open();
    }

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"og-witness-{Guid.NewGuid():n}");

    public CosignerSigningKey Ed25519Key { get; } = CosignerSigningKey.Generate("test.example/witness", CosignatureAlgorithm.Ed25519);

    public CosignerSigningKey MlDsaKey { get; } = CosignerSigningKey.Generate("test.example/witness", CosignatureAlgorithm.MlDsa44);

    public LogWitness Witness { get; private set; }

    public LogWitness Open(Func<string, ISequenceStorage>? storage = null) => storage is null ? LogWitness.Open(Options()) : LogWitness.Open(Options(), storage);

    public WitnessOptions Options() => new() { DataDirectory = Root, Keys = [Ed25519Key, MlDsaKey], Logs = [.. _logs.Select(static log => log.Key.VerifierKey)] };

    /// <summary>Closes the witness and opens it again.</summary>
    public async Task RestartAsync()
    {
        await Witness.DisposeAsync();
        Witness = Open();
    }

    public async Task<(int Status, string Text)> AskAsync(AddCheckpointRequest request) => Read(await Witness.AddCheckpointAsync(request.Format()));

    public static (int Status, string Text) Read(WitnessAnswer answer) => (answer.Status, Encoding.UTF8.GetString(answer.Body));

    public async ValueTask DisposeAsync()
    {
        await Witness.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
