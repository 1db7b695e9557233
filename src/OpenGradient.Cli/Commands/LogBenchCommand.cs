using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Logs;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Witness;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og log bench</c>: durable appends a second, and the time from an append to its witnessed proof.</summary>
internal static class LogBenchCommand
{
    private static readonly Option<int> Seconds = NumberOption.Create("--seconds", "How long each of the two measurements takes", defaultValue: 5, least: 1, most: 3600);
    private static readonly Option<int> Appenders = NumberOption.Create("--appenders", "How many append at the same time", defaultValue: 64, least: 1, most: 65_536);
    private static readonly Option<int> Witnesses = NumberOption.Create("--witnesses", "How many witnesses, in this process and behind HTTP, must all cosign", defaultValue: 3, least: 1, most: 32);
    private static readonly Option<string?> Directory = new("--directory") { Description = "Where the log is written, on the disk to be measured (default: a temporary directory)", HelpName = "DIR" };
    private static readonly Option<string?> Picture = new("--picture") { Description = "Write the distribution of the times to a witnessed proof as SVG", HelpName = "FILE" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print for machines" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "bench",
            "Measure durable appends a second, and the time from an append to a proof that all witnesses cosigned.",
            "The log is made for it and deleted afterwards. Every append waits for its flush to the disk, and each witness for its own.\n\n"
            + "Examples:\n  og log bench\n  og log bench --appenders 256 --witnesses 5 --directory /mnt/disk --json\n  og log bench --seconds 60 --picture latency.svg")
        { Seconds, Appenders, Witnesses, Directory, Picture, Json };
        command.SetAction(BenchAsync);
        return command;
    }

    private static async Task<int> BenchAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string root = Path.Combine(arguments.GetValue(Directory) ?? Path.GetTempPath(), $"og-log-bench-{Guid.NewGuid():n}");
        TimeSpan duration = TimeSpan.FromSeconds(arguments.GetValue(Seconds));
        using LogSigningKey key = LogSigningKey.Generate("bench.example/log");
        CosignerSigningKey second = CosignerSigningKey.Generate(key.VerifierKey.Name, CosignatureAlgorithm.MlDsa44);
        try
        {
            LocalWitnesses witnesses = await LocalWitnesses.StartAsync(root, arguments.GetValue(Witnesses), key.VerifierKey, cancellation).ConfigureAwait(false);
            await using (witnesses.ConfigureAwait(false))
            {
                using WitnessPanel panel = new(witnesses.Policy, new WitnessPanelOptions(), TimeProvider.System);
                TransparencyLog log = await TransparencyLog.OpenAsync(Path.Combine(root, "log"), key, new LogOptions { Witnesses = panel, SecondKey = second }, TimeProvider.System, cancellation).ConfigureAwait(false);
                await using (log.ConfigureAwait(false))
                {
                    double[] waits = await ProveAsync(log, witnesses.Policy, duration, cancellation).ConfigureAwait(false);
                    Latencies appends = new(await AppendAllAsync(log, arguments.GetValue(Appenders), duration, cancellation).ConfigureAwait(false));
                    await PrintAsync(arguments, waits, appends, appends.Count / duration.TotalSeconds, cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            if (System.IO.Directory.Exists(root))
                System.IO.Directory.Delete(root, recursive: true);
        }

        return ExitCode.Done;
    }

    /// <summary>Milliseconds from each append to a proof under a checkpoint that all witnesses cosigned, at 50 entries a second at random moments; infinite without them.</summary>
    private static async Task<double[]> ProveAsync(TransparencyLog log, WitnessPolicy policy, TimeSpan duration, CancellationToken cancellation)
    {
        List<Task<double>> waits = [];
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < duration; await Task.Delay(RandomNumberGenerator.GetInt32(40), cancellation).ConfigureAwait(false))
            waits.Add(ProveOneAsync(log, policy, cancellation));
        return await Task.WhenAll(waits).ConfigureAwait(false);
    }

    private static async Task<double> ProveOneAsync(TransparencyLog log, WitnessPolicy policy, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ulong index = await log.AppendAsync(NewReceipt(), cancellation).ConfigureAwait(false);
        LogProof proof = await log.ProveAsync(index, cancellation).ConfigureAwait(false);
        double elapsed = watch.Elapsed.TotalMilliseconds;
        bool isQuorum = SignedNote.TryParse(proof.CheckpointNote.AsSpan(), out SignedNote? note)
            && Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint)
            && policy.Check(note, checkpoint).IsQuorum;
        return isQuorum ? elapsed : double.PositiveInfinity;
    }

    /// <summary>Milliseconds of each append.</summary>
    private static async Task<double[]> AppendAllAsync(TransparencyLog log, int appenders, TimeSpan duration, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<double>[] all = await Task.WhenAll(Enumerable.Range(0, appenders).Select(_ => Task.Run(() => AppendAsync(log, watch, duration, cancellation), cancellation))).ConfigureAwait(false);
        return [.. all.SelectMany(static list => list)];
    }

    private static async Task<List<double>> AppendAsync(TransparencyLog log, Stopwatch watch, TimeSpan duration, CancellationToken cancellation)
    {
        List<double> waits = [];
        while (watch.Elapsed < duration)
        {
            double begin = watch.Elapsed.TotalMilliseconds;
            await log.AppendAsync(NewReceipt(), cancellation).ConfigureAwait(false);
            waits.Add(watch.Elapsed.TotalMilliseconds - begin);
        }

        return waits;
    }

    private static async Task PrintAsync(ParseResult arguments, double[] waits, Latencies appends, double appendsPerSecond, CancellationToken cancellation)
    {
        int witnesses = arguments.GetValue(Witnesses);
        Latencies proofs = new(waits.Where(double.IsFinite));
        int missed = waits.Length - proofs.Count;
        if (arguments.GetValue(Picture) is { } file)
            await UserFile.WriteAsync(file, Encoding.UTF8.GetBytes(LatencyPicture.Draw(proofs, $"From an append to its proof with {witnesses} cosignatures, {proofs.Count} entries")), cancellation).ConfigureAwait(false);
        if (arguments.GetValue(Json))
        {
            Console.WriteLine(ToJson(witnesses, proofs, missed, appends, appendsPerSecond));
            return;
        }

        Console.WriteLine($"{appendsPerSecond:f0} durable appends/s by {arguments.GetValue(Appenders)} appenders, p50 {appends.At(50)} ms, p99 {appends.At(99)} ms");
        Console.WriteLine($"append to proof with {witnesses} cosignatures: p50 {proofs.At(50)} ms, p90 {proofs.At(90)} ms, p99 {proofs.At(99)} ms, p99.9 {proofs.At(99.9)} ms, of {waits.Length} entries; {missed} without a quorum");
        foreach (string line in proofs.Lines())
            Console.WriteLine(line);
    }

    private static string ToJson(int witnesses, Latencies proofs, int missed, Latencies appends, double appendsPerSecond) => JsonSerializer.Serialize(new
    {
        appendsPerSecond = Math.Round(appendsPerSecond),
        appendMilliseconds = new { p50 = appends.At(50), p99 = appends.At(99) },
        witnesses,
        proofs = proofs.Count + missed,
        withoutQuorum = missed,
        witnessedProofMilliseconds = new { p50 = proofs.At(50), p90 = proofs.At(90), p99 = proofs.At(99), p999 = proofs.At(99.9), barMilliseconds = proofs.BarMilliseconds, bars = proofs.Bars },
    });

    private static ReceiptId NewReceipt() => new(new Digest(RandomNumberGenerator.GetBytes(Digest.SizeBytes)));
}
