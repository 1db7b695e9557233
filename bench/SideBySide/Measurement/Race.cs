using System.Diagnostics;
using OpenGradient.Benchmarks.SideBySide.Engines;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>Engines that take turns on one input, burst after burst, so that what disturbs one disturbs all.</summary>
/// <remarks>
/// Threads of an engine that wait for work spin for a while after its last run: those of ONNX Runtime for tens of milliseconds, longer than
/// a whole burst. Nobody's burst begins before all threads of the process have gone to sleep, or the one before would take a processor away.
/// </remarks>
internal sealed class Race(bool inProcessorTime)
{
    /// <summary>What each engine took; bursts go on until the time is over.</summary>
    public Spread[] Run(IReadOnlyList<IEngine> engines, Tensor input, TimeSpan time)
    {
        int[] runCounts = [.. engines.Select(engine => RunsInABurst(engine, input))];
        List<double>[] bursts = [.. engines.Select(static _ => new List<double>())];
        long start = Stopwatch.GetTimestamp();
        while (bursts[0].Count < LeastBursts || Stopwatch.GetElapsedTime(start) < time)
        {
            for (int i = 0; i < engines.Count; i++)
                bursts[i].Add(Burst(engines[i], input, runCounts[i]));
            if (Stopwatch.GetElapsedTime(start) > 4 * time)
                break;
        }

        return [.. bursts.Select(Spread.Of)];
    }

    private int RunsInABurst(IEngine engine, Tensor input)
    {
        // Compilation in tiers takes thirty calls to begin with, and goes on behind them; what it makes calls more that is new.
        for (int round = 0; round < 3; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 40 && Stopwatch.GetElapsedTime(start) < WarmUp; i++)
                engine.Run(input);
            Thread.Sleep(CompilationDelay);
        }

        return (int)Math.Clamp(BurstMilliseconds / Burst(engine, input, 1), 1, 10_000);
    }

    private double Burst(IEngine engine, Tensor input, int runCount)
    {
        AwaitIdleThreads();

        // One run beforehand brings the engine's weights back into the caches.
        engine.Run(input);
        TimeSpan start = Now();
        for (int i = 0; i < runCount; i++)
            engine.Run(input);
        return (Now() - start).TotalMilliseconds / runCount;
    }

    /// <summary>Returns when the process has slept through a while, or would not sleep at all.</summary>
    private static void AwaitIdleThreads()
    {
        for (int look = 0; look < MostLooks; look++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            Thread.Sleep(Look);
            if (Environment.CpuUsage.TotalTime - start < Look / 4)
                return;
        }
    }

    private TimeSpan Now() => inProcessorTime ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);

    private const int LeastBursts = 5;
    private const double BurstMilliseconds = 15;
    private const int MostLooks = 100;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan CompilationDelay = TimeSpan.FromSeconds(0.2);
}
