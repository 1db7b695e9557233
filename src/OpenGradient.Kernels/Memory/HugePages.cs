using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Large pages for large memory, where the system gives them to who asks: weights and scratch memory then miss the table of pages less often.</summary>
/// <remarks>A wish only: where it is not granted nothing changes but time. Source: Linux, madvise(2), MADV_HUGEPAGE.</remarks>
internal static partial class HugePages
{
    /// <summary>Asks for them, best before the memory is first written. It must not move.</summary>
    public static void Advise(nint address, nint byteCount)
    {
        if (!OperatingSystem.IsLinux() || byteCount < LeastBytes)
            return;
        nint page = Environment.SystemPageSize;
        nint start = (address + page - 1) & -page;
        nint end = (address + byteCount) & -page;
        _ = Advise(start, end - start, HugePageAdvice);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nint byteCount, int advice);

    private const int LeastBytes = 4 << 20; // two large pages
    private const int HugePageAdvice = 14; // MADV_HUGEPAGE
}
