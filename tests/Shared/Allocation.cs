namespace OpenGradient.Tests;

/// <summary>What a call allocates on its own thread.</summary>
internal static class Allocation
{
    private const int Rounds = 10;

    /// <summary>Fails if the call, made up to ten times, never keeps to so many bytes.</summary>
    /// <remarks>A collection on behalf of another thread counts the rest of this thread's block as allocated, and a first call what is made once; not ten times in turn.</remarks>
    public static void AssertAtMost(long bytes, Action call)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > bytes; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 0, bytes);
    }
}
