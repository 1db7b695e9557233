using System.Diagnostics;
using OpenGradient.Models.Tests.Quantization;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Models;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Benchmarks;

/// <summary>How long a proof goes on after it was called off, at moments spread over all of it.</summary>
internal static class CancellationDelay
{
    private const int Rounds = 40;

    /// <summary>Of all rounds together: a large proof is called off less often.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    public static void Report(string name)
    {
        var core = CompiledCore.Create(ConvolutionNetworks.Create(name) ?? SmallNetworks.Create(name), ProofParameters.Default);
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey()!;
        CoreStatement statement = core.State(key);
        statement = statement with { Parameters = ParameterChoice.For<QuadraticExtension>(statement) };
        CoreProver.Prove<QuadraticExtension>(statement, witness, key, CancellationToken.None);
        long start = Stopwatch.GetTimestamp();
        CoreProver.Prove<QuadraticExtension>(statement, witness, key, CancellationToken.None);
        TimeSpan whole = Stopwatch.GetElapsedTime(start);
        (TimeSpan At, TimeSpan Delay)[] delays = [.. Moments(whole).Select(at => Measure(statement, witness, key, at)).Where(static measured => measured.Delay > TimeSpan.Zero)
            .OrderByDescending(static measured => measured.Delay)];
        Console.WriteLine($"{name}, {whole.TotalMilliseconds:F0} ms: called off {delays.Length} times; it went on for {delays[0].Delay.TotalMilliseconds:F0} ms at most, {delays[delays.Length / 2].Delay.TotalMilliseconds:F1} ms in the middle");
        foreach ((TimeSpan at, TimeSpan delay) in delays.Take(6))
            Console.WriteLine($"  at {at.TotalMilliseconds:F0} ms for {delay.TotalMilliseconds:F0} ms");
    }

    /// <summary>Spread over the proof: as many as take no longer than they may, half of the proof each.</summary>
    private static IEnumerable<TimeSpan> Moments(TimeSpan whole)
    {
        int rounds = (int)Math.Clamp(2 * Most / whole, 3, Rounds);
        return Enumerable.Range(0, rounds).Select(round => whole * round / rounds);
    }

    /// <summary>Zero if the proof was made before.</summary>
    private static (TimeSpan At, TimeSpan Delay) Measure(CoreStatement statement, CoreWitness witness, CommittedColumns key, TimeSpan at)
    {
        using CancellationTokenSource cancellation = new();
        long called = 0;
        using CancellationTokenRegistration noted = cancellation.Token.Register(() => called = Stopwatch.GetTimestamp());
        cancellation.CancelAfter(at);
        try
        {
            CoreProver.Prove<QuadraticExtension>(statement, witness, key, cancellation.Token);
            return (at, TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            return (at, Stopwatch.GetElapsedTime(called));
        }
    }
}
