namespace OpenGradient.Zk.Prover.Kernels;

/// <summary>Work in two halves, by two threads, or by one where others need the rest of the machine more.</summary>
internal static class Halves
{
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

    /// <summary>Lets all that the calling thread does be done by it alone, until the result is disposed of.</summary>
    public static IDisposable KeepToOneThread() => new OneThread();

    private sealed class OneThread : IDisposable
    {
        private readonly bool _before = _isOneThread;

        public OneThread() => _isOneThread = true;

        public void Dispose() => _isOneThread = _before;
    }
}
