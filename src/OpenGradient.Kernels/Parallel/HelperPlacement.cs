using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Keeps the helpers of a pool off the processor of the thread that is about to wake them.</summary>
/// <remarks>
/// After a busy while Linux does not look for an idle processor when a thread wakes up: it goes where it ran last, or where the one is who
/// wakes it. A helper that lands on its caller's processor takes turns with the caller or waits for the next tick of the clock, up to ten
/// milliseconds, and two threads are slower than one. A wish only: where it is not granted nothing changes but time. Which processors the
/// process may use is asked once, when the first helper joins: whoever narrows or widens that later (taskset, a cgroup) finds the helpers
/// where they were allowed before, until the process starts anew.
/// Source: Linux, sched_setaffinity(2).
/// </remarks>
internal sealed partial class HelperPlacement(int helperCount)
{
    private readonly Lock _lock = new();
    private readonly int[] _threads = new int[helperCount]; // 0: not joined
    private ProcessorSet _allowed; // for every helper, as the first found it
    private bool _isActive; // whether there is a processor for each helper and the caller
    private int _avoided = -1; // the processor that the helpers are kept off

    /// <summary>Makes the calling thread known as helper <paramref name="helper"/>, counted from 0.</summary>
    public void Join(int helper)
    {
        if (!OperatingSystem.IsLinux())
            return;
        lock (_lock)
        {
            try
            {
                if (!_isActive)
                    _isActive = GetProcessor() >= 0 && GetAffinity(0, ProcessorSet.SizeBytes, out _allowed) >= 0 && _allowed.Count > helperCount;
                _threads[helper] = GetThread();
                _avoided = -1;
            }
            catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
            {
                // The C library lies elsewhere: helpers run where they are put.
                _isActive = false;
            }
        }
    }

    /// <summary>Keeps all helpers off the calling thread's processor; asks the system only if that is another than the last time.</summary>
    public void MakeWay()
    {
        if (!Volatile.Read(ref _isActive))
            return;
        int own = GetProcessor();
        lock (_lock)
        {
            if (own == _avoided || !_allowed.Contains(own))
                return;
            _avoided = own;
            ProcessorSet others = _allowed.Without(own);
            foreach (int thread in _threads)
            {
                if (thread != 0)
                    _ = SetAffinity(thread, ProcessorSet.SizeBytes, in others);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetThread();

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAffinity(int thread, nuint byteCount, out ProcessorSet processors);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAffinity(int thread, nuint byteCount, in ProcessorSet processors);
}
