using System.Text;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Witness;

namespace OpenGradient.Cli.Logs;

/// <summary>Witnesses in this process, each with its own state and port: what a log's witnesses cost without the network between.</summary>
internal sealed class LocalWitnesses : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    /// <summary>All of them are a quorum.</summary>
    public WitnessPolicy Policy { get; private set; } = null!;

    public static async Task<LocalWitnesses> StartAsync(string directory, int count, LogVerifierKey log, CancellationToken cancellation)
    {
        LocalWitnesses witnesses = new();
        StringBuilder policy = new();
        for (int i = 0; i < count; i++)
        {
            string own = Path.Combine(directory, $"witness-{i}");
            CosignerSigningKey[] keys = [.. WitnessKeys.Create(own, $"bench.example/{i}").Where(static key => key.VerifierKey.Algorithm == CosignatureAlgorithm.Ed25519)];
            LogWitness witness = LogWitness.Open(new WitnessOptions { DataDirectory = own, Keys = [.. keys], Logs = [log] });
            WitnessServer server = await WitnessServer.StartAsync(witness, new WitnessServerOptions { RequestsPerSecond = 0 }, cancellation).ConfigureAwait(false);
            witnesses._parts.AddRange([server, witness]);
            policy.Append($"witness w{i} {keys[0].VerifierKey} {server.Address}\n");
        }

        policy.Append($"group all-of-them all {string.Join(' ', Enumerable.Range(0, count).Select(static i => $"w{i}"))}\nquorum all-of-them\n");
        witnesses.Policy = WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(policy.ToString()), out WitnessPolicy? read, out string fault) ? read : throw new InvalidOperationException(fault);
        return witnesses;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in _parts)
            await part.DisposeAsync().ConfigureAwait(false);
    }
}
