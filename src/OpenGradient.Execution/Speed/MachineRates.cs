using System.Diagnostics;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Speed;

/// <summary>What this machine can at most do with so many threads, measured: the roofline that speeds are held against.</summary>
/// <param name="ThreadCount">The threads.</param>
/// <param name="ReadBytesPerSecond">Read from memory that no cache holds.</param>
/// <param name="FloatOperationsPerSecond">Binary32, a fused multiply-add counted as two.</param>
/// <param name="ByteOperationsPerSecond">Products of bytes added to 32-bit sums, counted alike.</param>
public sealed record MachineRates(int ThreadCount, double ReadBytesPerSecond, double FloatOperationsPerSecond, double ByteOperationsPerSecond)
{
    /// <summary>Measures, for about half a second; takes 512 MiB of memory for that time.</summary>
    /// <param name="threadCount">1 to 64.</param>
    /// <param name="cancellationToken">Seen within some milliseconds.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static MachineRates Measure(int threadCount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(threadCount, Math.Clamp(threadCount, 1, ExecutionOptions.MaxThreadCount));
        var workers = new Workers(WorkerPool.OfSize(threadCount), cancellationToken);
        float[] memory = GC.AllocateUninitializedArray<float>(SweepParts * SweepPartElements);
        for (int part = 0; part < SweepParts; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            memory.AsSpan(part * SweepPartElements, SweepPartElements).Fill(1f);
        }

        float[] sink = new float[ExecutionOptions.MaxThreadCount];
        double Rate(Peak peak, double work, int parts) => work * parts / BestSeconds(new PeakParts(peak, Turns, memory, SweepPartElements, sink), parts, workers);
        return new MachineRates(
            threadCount,
            Rate(Peak.Read, SweepPartElements * sizeof(float), SweepParts),
            Rate(Peak.FusedMultiplyAdd, (double)Turns * FusedChains.OperationsPerTurn, ChainParts),
            Rate(Peak.ByteDot, (double)Turns * ByteDotChains.OperationsPerTurn, ChainParts));
    }

    private static double BestSeconds(PeakParts parts, int partCount, Workers workers)
    {
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            workers.For(parts, partCount);
            workers.CancellationToken.ThrowIfCancellationRequested();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private const int SweepParts = 256;
    private const int SweepPartElements = 1 << 19;
    private const int ChainParts = 128;
    private const int Turns = 1 << 14;
    private const int Rounds = 8;
}
