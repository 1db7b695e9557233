using System.Collections.Immutable;
using System.Text;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A log on disk with witnesses on ports of this machine, two of which are a quorum.</summary>
internal sealed class WitnessedLog : IAsyncDisposable
{
    private readonly List<(string Root, CosignerSigningKey Key, int Port)> _honest = [];
    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<IAsyncDisposable> _lying = [];
    private readonly List<string> _lyingRoots = [];

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"og-witnessed-{Guid.NewGuid():n}");

    public LogSigningKey Key { get; } = LogSigningKey.Generate("test.example/log");

    public WitnessPolicy Policy { get; private set; } = null!;

    public WitnessPanel Panel { get; private set; } = null!;

    public static async Task<WitnessedLog> CreateAsync(int honest, int down = 0, int lying = 0)
    {
        WitnessedLog kit = new();
        StringBuilder policy = new();
        for (int i = 0; i < honest; i++)
        {
            int port = await kit.StartFirstAsync(i);
            policy.Append($"witness w{i} {kit._honest[i].Key.VerifierKey} http://127.0.0.1:{port}\n");
        }

        // Port 9 discards, where anything listens at all: here nothing does.
        for (int i = 0; i < down; i++)
            policy.Append($"witness down{i} {NewKey($"down{i}").VerifierKey} http://127.0.0.1:9/{i}\n");
        for (int i = 0; i < lying; i++)
            policy.Append($"witness lying{i} {NewKey($"liar{i}").VerifierKey} {await kit.StartLyingAsync()}\n");
        policy.Append($"group q {Math.Min(2, honest + down)} {string.Join(' ', Names(honest, down, lying))}\nquorum q\n");
        kit.Policy = WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(policy.ToString()), out WitnessPolicy? read, out string fault) ? read : throw new InvalidOperationException(fault);
        kit.Panel = kit.NewPanel();
        return kit;
    }

    public Task<TransparencyLog> OpenAsync()
    {
        LogOptions options = new() { CheckpointInterval = TimeSpan.FromMilliseconds(1), Witnesses = Panel, WitnessRetry = TimeSpan.FromMilliseconds(50) };
        return TransparencyLog.OpenAsync(Root, Key, options, TimeProvider.System);
    }

    /// <summary>Whose cosignatures a proof carries; nobody's line may be wrong.</summary>
    public ImmutableArray<string> Cosigned(LogProof proof)
    {
        WitnessFinding finding = Check(proof);
        Assert.Null(finding.Forged);
        return [.. finding.Cosigned.Select(static witness => witness.Name)];
    }

    public bool IsQuorum(LogProof proof) => Check(proof).IsQuorum;

    public async Task StopWitnessesAsync()
    {
        foreach (IAsyncDisposable part in _running)
            await part.DisposeAsync();
        _running.Clear();
    }

    public async Task StartWitnessesAsync()
    {
        foreach ((string root, CosignerSigningKey key, int port) in _honest)
            await StartAsync(root, key, port);
    }

    public async ValueTask DisposeAsync()
    {
        await StopWitnessesAsync();
        foreach (IAsyncDisposable liar in _lying)
            await liar.DisposeAsync();
        Panel.Dispose();
        Key.Dispose();
        foreach (string root in (string[])[Root, .. _honest.Select(static witness => witness.Root), .. _lyingRoots])
            Directory.Delete(root, recursive: true);
    }

    private WitnessPanel NewPanel()
    {
        // No clock decides a verdict here: patience is long, where honest witnesses are asked.
        WitnessPanelOptions options = new() { Patience = TimeSpan.FromSeconds(20), Courtesy = TimeSpan.FromSeconds(20), Rest = TimeSpan.FromMilliseconds(1), LongestRest = TimeSpan.FromMilliseconds(50) };
        return new WitnessPanel(Policy, options, TimeProvider.System);
    }

    private async Task<int> StartFirstAsync(int number)
    {
        string root = $"{Root}-w{number}";
        LogWitness.CreateState(root);
        CosignerSigningKey key = NewKey($"w{number}");
        int port = await StartAsync(root, key, 0);
        _honest.Add((root, key, port));
        return port;
    }

    private async Task<int> StartAsync(string root, CosignerSigningKey key, int port)
    {
        LogWitness witness = LogWitness.Open(new WitnessOptions { DataDirectory = root, Keys = [key], Logs = [Key.VerifierKey] });
        WitnessServer server = await WitnessServer.StartAsync(witness, new WitnessServerOptions { Port = port, RequestsPerSecond = 0 });
        _running.Add(server);
        _running.Add(witness);
        return server.Address.Port;
    }

    /// <summary>A witness that signs with another key than the one in the policy, under the same name.</summary>
    private async Task<Uri> StartLyingAsync()
    {
        string root = $"{Root}-liar{_lyingRoots.Count}";
        _lyingRoots.Add(root);
        LogWitness.CreateState(root);
        LogWitness witness = LogWitness.Open(new WitnessOptions { DataDirectory = root, Keys = [NewKey("liar")], Logs = [Key.VerifierKey] });
        WitnessServer server = await WitnessServer.StartAsync(witness, new WitnessServerOptions { RequestsPerSecond = 0 });
        _lying.Add(server);
        _lying.Add(witness);
        return server.Address;
    }

    private WitnessFinding Check(LogProof proof)
    {
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(proof.CheckpointNote.AsSpan(), Key.VerifierKey, out Checkpoint? checkpoint));
        Assert.True(SignedNote.TryParse(proof.CheckpointNote.AsSpan(), out SignedNote? note));
        return Policy.Check(note, checkpoint!);
    }

    private static CosignerSigningKey NewKey(string name) => CosignerSigningKey.Generate($"{name}.example/witness", CosignatureAlgorithm.Ed25519);

    private static IEnumerable<string> Names(int honest, int down, int lying) =>
        [.. Enumerable.Range(0, honest).Select(static i => $"w{i}"), .. Enumerable.Range(0, down).Select(static i => $"down{i}"), .. Enumerable.Range(0, lying).Select(static i => $"lying{i}")];
}
