using System.Collections.Immutable;

namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>Where in one arena each buffer of a run lies; buffers that live at different times share memory.</summary>
/// <param name="ByteCounts">[buffer], as the run asked for.</param>
/// <param name="Offsets">[buffer], on cache lines.</param>
/// <param name="Neighbours">[buffer], the earlier ones that share memory with it.</param>
/// <param name="TotalBytes">The arena.</param>
internal sealed record MemoryPlan(
    ImmutableArray<int> ByteCounts, ImmutableArray<int> Offsets, ImmutableArray<ImmutableArray<int>> Neighbours, int TotalBytes)
{
    /// <summary>A cache line.</summary>
    public const int Alignment = 64;

    /// <summary>The largest first, each at the lowest place that is free while it lives; null if there is nothing to plan, or too much.</summary>
    public static MemoryPlan? TryCreate(MemoryDemand demand)
    {
        if (!demand.IsComplete || demand.Count == 0)
            return null;
        long[] offsets = new long[demand.Count];
        var placed = new List<int>(demand.Count); // by offset
        long total = 0;
        foreach (int buffer in Enumerable.Range(0, demand.Count).OrderByDescending(number => demand[number].ByteCount).ThenBy(static number => number))
        {
            offsets[buffer] = LowestPlace(demand, offsets, placed, buffer);
            total = Math.Max(total, offsets[buffer] + Size(demand, buffer));
            if (total > TotalBytesLimit)
                return null;
            int at = placed.FindIndex(other => offsets[other] > offsets[buffer]);
            placed.Insert(at < 0 ? placed.Count : at, buffer);
        }

        return new MemoryPlan(
            [.. Enumerable.Range(0, demand.Count).Select(number => demand[number].ByteCount)],
            [.. offsets.Select(static offset => (int)offset)],
            [.. Enumerable.Range(0, demand.Count).Select(number => NeighboursOf(demand, offsets, number))],
            (int)total);
    }

    private static long LowestPlace(MemoryDemand demand, long[] offsets, List<int> placed, int buffer)
    {
        long place = 0;
        foreach (int other in placed)
        {
            if (!LiveTogether(demand, buffer, other))
                continue;
            if (offsets[other] >= place + Size(demand, buffer))
                break;
            place = Math.Max(place, offsets[other] + Size(demand, other));
        }

        return place;
    }

    private static bool LiveTogether(MemoryDemand demand, int x, int y) => Math.Max(x, y) < demand[Math.Min(x, y)].End;

    private static ImmutableArray<int> NeighboursOf(MemoryDemand demand, long[] offsets, int buffer)
    {
        var neighbours = ImmutableArray.CreateBuilder<int>();
        for (int other = 0; other < buffer; other++)
        {
            if (offsets[other] < offsets[buffer] + Size(demand, buffer) && offsets[buffer] < offsets[other] + Size(demand, other))
                neighbours.Add(other);
        }

        return neighbours.ToImmutable();
    }

    private static long Size(MemoryDemand demand, int buffer) => Math.Max(1, (demand[buffer].ByteCount + (long)Alignment - 1) / Alignment) * Alignment;

    private const long TotalBytesLimit = 1L << 30;
}
