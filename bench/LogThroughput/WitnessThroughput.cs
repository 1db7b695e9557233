using System.Diagnostics;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Witness;

namespace OpenGradient.Benchmarks;

/// <summary>add-checkpoint requests each second at one witness over HTTP, from many logs that each ask one after the other.</summary>
/// <remarks><c>dotnet run -c Release --project bench/LogThroughput -- witness [logs, 64] [requests of each, 200]</c>. Requests are made before the clock starts.</remarks>
internal static class WitnessThroughput
{
    public static async Task MeasureAsync(string[] args)
    {
        int logCount = args.Length > 1 ? int.Parse(args[1]) : 64;
        int requestCount = args.Length > 2 ? int.Parse(args[2]) : 200;
        foreach (CosignatureAlgorithm[] algorithms in (CosignatureAlgorithm[][])[[CosignatureAlgorithm.Ed25519], [CosignatureAlgorithm.Ed25519, CosignatureAlgorithm.MlDsa44]])
            await MeasureAsync(algorithms, logCount, requestCount).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(CosignatureAlgorithm[] algorithms, int logCount, int requestCount)
    {
        string directory = Path.Combine(Path.GetTempPath(), $"og-witness-bench-{Guid.NewGuid():n}");
        LogWitness.CreateState(directory);
        LogSigningKey[] logs = [.. Enumerable.Range(0, logCount).Select(static i => LogSigningKey.Generate($"bench.example/{i}"))];
        byte[][][] requests = [.. logs.Select(log => MakeRequests(log, requestCount))];
        CosignerSigningKey[] keys = [.. algorithms.Select(static algorithm => CosignerSigningKey.Generate("bench.example/witness", algorithm))];
        LogWitness witness = LogWitness.Open(new WitnessOptions { DataDirectory = directory, Keys = [.. keys], Logs = [.. logs.Select(static log => log.VerifierKey)] });
        WitnessServer server = await WitnessServer.StartAsync(witness, new WitnessServerOptions { RequestsPerSecond = 0 }).ConfigureAwait(false);
        using HttpClient http = new() { BaseAddress = server.Address };
        Stopwatch watch = Stopwatch.StartNew();
        List<double>[] waits = await Task.WhenAll(requests.Select(bodies => Task.Run(() => AskAsync(http, bodies, watch)))).ConfigureAwait(false);
        double elapsed = watch.Elapsed.TotalSeconds;
        double[] sorted = [.. waits.SelectMany(static list => list).Order()];
        Console.WriteLine($"{string.Join(" and ", algorithms)}: {sorted.Length / elapsed:f0} add-checkpoint/s from {logCount} logs, p50 {sorted[sorted.Length / 2]:f1} ms, p99 {sorted[sorted.Length * 99 / 100]:f1} ms");
        await server.DisposeAsync().ConfigureAwait(false);
        await witness.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(directory, recursive: true);
    }

    private static async Task<List<double>> AskAsync(HttpClient http, byte[][] bodies, Stopwatch watch)
    {
        List<double> waits = [];
        foreach (byte[] body in bodies)
        {
            double begin = watch.Elapsed.TotalMilliseconds;
            using ByteArrayContent content = new(body);
            using HttpResponseMessage response = await http.PostAsync(new Uri("add-checkpoint", UriKind.Relative), content).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            waits.Add(watch.Elapsed.TotalMilliseconds - begin);
        }

        return waits;
    }

    /// <summary>A tree that grows by an entry with each request.</summary>
    private static byte[][] MakeRequests(LogSigningKey log, int count)
    {
        Digest[] leaves = [.. Enumerable.Range(0, count).Select(static i => MerkleTree.HashLeaf([(byte)i, (byte)(i >> 8)]))];
        LeafTiles tiles = new(leaves);
        return [.. Enumerable.Range(1, count).Select(size => TileTree.TryProveConsistency(tiles, (ulong)size - 1, (ulong)size, out var path)
            ? new AddCheckpointRequest((ulong)size - 1, path, [.. log.Sign((ulong)size, MerkleTree.Root(leaves.AsSpan(0, size)))]).Format()
            : throw new InvalidOperationException())];
    }

    /// <summary>One tile: at most 256 leaves.</summary>
    private sealed class LeafTiles(Digest[] leaves) : ITileSource
    {
        private readonly byte[] _hashes = [.. leaves.SelectMany(static leaf => leaf.ToArray())];

        public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
        {
            hashes = _hashes;
            return path.Level == 0 && path.Index == 0;
        }
    }
}
