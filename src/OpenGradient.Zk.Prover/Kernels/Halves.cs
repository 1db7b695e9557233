namespace OpenGradient.Zk.Prover.Kernels;

/// <summary>Work in two halves, by two threads, or by one where others need the rest of the machine more.</summary>
internal static class Halves
{
    /// <summary>From so many cells on, two threads are quicker than one with a kernel that does several cells at a time.</summary>
    public const int SharedLaneCells = 1 << 17;

    private const int SharedCells = 1 << 13; // one cell at a time

    [ThreadStatic]
    private static bool _isOneThread;

    /// <summary>Does both halves; which thread did which, nothing in them shows.</summary>
    public static void Run(Action lower, Action upper)
    {
        if (!_isOneThread)
        {
            Parallel.Invoke(lower, upper);
            return;
        }

        lower();
        upper();
    }

    /// <summary>Cells of a tensor, each by itself: in two halves, if there are enough of them for two threads to be quicker than one.</summary>
    /// <param name="count">How many cells.</param>
    /// <param name="part">Does those from one on and before another.</param>
    /// <param name="sharedCount">How many are enough.</param>
    public static void OfCells(int count, Action<int, int> part, int sharedCount = SharedCells)
    {
        if (count < sharedCount)
            part(0, count);
        else
            Run(() => part(0, count / 2), () => part(count / 2, count));
    }

    /// <summary>Lets all that the calling thread does be done by it alone, until the result is disposed of.</summary>
    public static IDisposable KeepToOneThread() => new OneThread();

    private sealed class OneThread : IDisposable
    {
        private readonly bool _before = _isOneThread;

        public OneThread() => _isOneThread = true;

        public void Dispose() => _isOneThread = _before;
    }
}
