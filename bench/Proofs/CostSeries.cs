using System.Diagnostics;
using System.Globalization;
using OpenGradient.Models.Tests.Quantization;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests;
using OpenGradient.Zk.Prover.Tests.Models;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Benchmarks;

/// <summary>How cost grows: one size of a network grows, and everything else stays.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Sizes">How far.</param>
internal sealed record CostSeries(string Name, int[] Sizes)
{
    private const int Turns = 3;

    /// <summary>Perceptrons of three layers by their width, of a width of 256 by their depth, decoders of two blocks and a width of 64 by their tokens.</summary>
    public static CostSeries[] All { get; } = [new("width", [64, 128, 256, 512, 1024, 2048]), new("depth", [1, 2, 4, 8, 16]), new("tokens", [8, 16, 32, 64, 128])];

    /// <summary>Each size by a process of its own, whose peak of memory is that of one proof.</summary>
    public CostPoint[] Measure() => [.. Sizes.Select(size =>
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [typeof(CostSeries).Assembly.Location, "cost", Name, size.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return CostPoint.Parse(size, line);
    })];

    /// <summary>What a proof about one size costs.</summary>
    public static CostPoint Measure(string name, int size)
    {
        if (name == "tokens")
        {
            var decoder = CompiledCore.Create(SmallNetworks.CreateDecoder(size), ProofParameters.Default);
            return Measure(size, decoder.Run(), decoder.CommitKey()!, decoder.State);
        }

        SmallCore core = new(seed: 1, batch: 1, [.. name == "width" ? Enumerable.Repeat(size, 3) : Enumerable.Repeat(256, size), 10]);
        return Measure(size, core.Run(), core.CommitKey(), key => core.State(core.Run(), key));
    }

    private static CostPoint Measure(int size, CoreWitness witness, CommittedColumns key, Func<CommittedColumns, CoreStatement> state)
    {
        CoreStatement statement = state(key);
        statement = statement with { Parameters = ParameterChoice.For<QuadraticExtension>(statement) };
        byte[] proof = [];
        double proving = Least(() => proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, CancellationToken.None));
        double verifying = Least(() => Trace.Assert(CoreVerifier.Verify<QuadraticExtension>(statement, proof) == ProofFault.None));
        long weights = statement.Circuit.KeyColumns.Sum(static column => column.CellCounts.Aggregate(1L, static (product, cells) => product * cells));
        return new(size, weights, proving, verifying, proof.Length / 1e3, Process.GetCurrentProcess().PeakWorkingSet64 / 1e6);
    }

    private static double Least(Action action) => Enumerable.Range(0, 2 * Turns).Min(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    });
}
