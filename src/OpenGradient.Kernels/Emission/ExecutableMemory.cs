using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Code in memory of its own, for the life of the process: written first, then made executable; never both at once.</summary>
internal static partial class ExecutableMemory
{
    /// <summary>Where the code begins; 0 if the system refuses, as a hardened one may, is not Linux, or has its C library elsewhere.</summary>
    public static nint TryPlace(ReadOnlySpan<byte> code)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        try
        {
            return Place(code);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return 0;
        }
    }

    private static nint Place(ReadOnlySpan<byte> code)
    {
        nint memory = Map(0, (nuint)code.Length, ReadWrite, PrivateAnonymous, -1, 0);
        if (memory == -1)
            return 0;

        // SAFETY: the mapping is ours alone, writable, and as long as the code.
        unsafe
        {
            code.CopyTo(new Span<byte>((void*)memory, code.Length));
        }

        if (Protect(memory, (nuint)code.Length, ReadExecute) == 0)
            return memory;
        _ = Unmap(memory, (nuint)code.Length);
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint byteCount, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nuint byteCount, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint byteCount);

    // <sys/mman.h> of Linux.
    private const int ReadWrite = 1 | 2;
    private const int ReadExecute = 1 | 4;
    private const int PrivateAnonymous = 0x02 | 0x20;
}
