using System.Runtime.InteropServices;

namespace OpenGradient.Gateway;

/// <summary>Lets a thread run only when no other wants to.</summary>
internal static partial class BackgroundPriority
{
    private const int OfProcess = 0; // PRIO_PROCESS; on Linux it is of one thread
    private const int Lowest = 19;

    /// <summary>Lowers the calling thread for good.</summary>
    /// <remarks>.NET does nothing with a thread's priority on Linux: there the system's own call does. A system that refuses leaves the thread as it is.</remarks>
    public static void Enter()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(OfProcess, 0, Lowest);
        else
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int priority);
}
