using System.Diagnostics;
using System.Security.Cryptography;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Benchmarks;

/// <summary>Durable appends each second with many appenders, then proofs each second.</summary>
/// <remarks><c>dotnet run -c Release --project bench/LogThroughput -- [appenders, 64] [seconds, 5] [directory]</c></remarks>
internal static class LogThroughput
{
    private static async Task Main(string[] args)
    {
        if (args is ["witness", ..])
        {
            await WitnessThroughput.MeasureAsync(args).ConfigureAwait(false);
            return;
        }

        int appenders = args.Length > 0 ? int.Parse(args[0]) : 64;
        int seconds = args.Length > 1 ? int.Parse(args[1]) : 5;
        string directory = args.Length > 2 ? args[2] : Path.Combine(Path.GetTempPath(), $"og-log-bench-{Guid.NewGuid():n}");
        using LogSigningKey key = LogSigningKey.Generate("bench.example/log");
        await using (TransparencyLog log = await TransparencyLog.OpenAsync(directory, key, new LogOptions(), TimeProvider.System).ConfigureAwait(false))
        {
            await MeasureAppendsAsync(log, appenders, TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
            await MeasureProofsAsync(log).ConfigureAwait(false);
        }

        Stopwatch opening = Stopwatch.StartNew();
        await using (TransparencyLog log = await TransparencyLog.OpenAsync(directory, key, new LogOptions(), TimeProvider.System).ConfigureAwait(false))
            Console.WriteLine($"open again: {opening.Elapsed.TotalMilliseconds:f1} ms for {log.Latest.Size} entries");
        opening.Restart();
        LogAuditReport report = await LogAuditor.CheckAsync(directory, key.VerifierKey).ConfigureAwait(false);
        Console.WriteLine($"audit: {opening.Elapsed.TotalMilliseconds:f0} ms, consistent: {report.IsConsistent}");
        Directory.Delete(directory, recursive: true);
    }

    private static async Task MeasureAppendsAsync(TransparencyLog log, int appenders, TimeSpan duration)
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<double>[] latencies = await Task.WhenAll(Enumerable.Range(0, appenders).Select(_ => Task.Run(() => AppendAsync(log, watch, duration)))).ConfigureAwait(false);
        double elapsed = watch.Elapsed.TotalSeconds;
        double[] sorted = [.. latencies.SelectMany(static list => list).Order()];
        Console.WriteLine($"{appenders} appenders: {sorted.Length / elapsed:f0} durable appends/s, p50 {sorted[sorted.Length / 2]:f2} ms, p99 {sorted[sorted.Length * 99 / 100]:f2} ms");
        Stopwatch covering = Stopwatch.StartNew();
        await log.ProveAsync(log.DurableCount - 1).ConfigureAwait(false);
        Console.WriteLine($"last entry covered by a checkpoint after {covering.Elapsed.TotalMilliseconds:f0} ms");
    }

    private static async Task<List<double>> AppendAsync(TransparencyLog log, Stopwatch watch, TimeSpan duration)
    {
        List<double> latencies = [];
        while (watch.Elapsed < duration)
        {
            ReceiptId receipt = new(new Digest(RandomNumberGenerator.GetBytes(Digest.SizeBytes)));
            double begin = watch.Elapsed.TotalMilliseconds;
            await log.AppendAsync(receipt).ConfigureAwait(false);
            latencies.Add(watch.Elapsed.TotalMilliseconds - begin);
        }

        return latencies;
    }

    private static async Task MeasureProofsAsync(TransparencyLog log)
    {
        const int Proofs = 5000;
        ulong first = log.Latest.Size > Proofs ? log.Latest.Size - Proofs : 0;
        Stopwatch watch = Stopwatch.StartNew();
        for (ulong i = first; i < log.Latest.Size; i++)
            await log.ProveAsync(i).ConfigureAwait(false);
        Console.WriteLine($"proofs of the latest entries: {watch.Elapsed.TotalMicroseconds / (log.Latest.Size - first):f0} µs each");
    }
}
