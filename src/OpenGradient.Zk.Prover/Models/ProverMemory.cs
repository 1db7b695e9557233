namespace OpenGradient.Zk.Prover;

/// <summary>Makes room for a large proof.</summary>
internal static class ProverMemory
{
    /// <summary>From so many bytes on.</summary>
    private const long LargeBytes = 1L << 30;

    /// <summary>Takes back what was left behind before, by a compiler or by another proof: the collector does not know what comes next.</summary>
    /// <remarks>The pages stay: given back to the system, they would be new ones when the proof asks for them, and those take longer than what is computed on them.</remarks>
    public static void MakeRoomFor(long bytes)
    {
        if (bytes >= LargeBytes)
            Collect();
    }

    /// <summary>Between phases: the arrays of the last one, before the next one asks for as many.</summary>
    public static void CollectAfter(long elements)
    {
        if (CollectsAfter(elements))
            Collect();
    }

    /// <summary>Whether a run of so many elements is large enough for that: a collection takes milliseconds.</summary>
    public static bool CollectsAfter(long elements) => elements * sizeof(long) >= LargeBytes / 64;

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
}
