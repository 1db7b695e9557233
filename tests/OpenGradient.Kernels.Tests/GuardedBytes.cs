using System.Buffers;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels.Tests;

/// <summary>Bytes that end where a page begins that nobody may touch, or begin where one ends: who reads or writes beyond them ends the process. Linux only.</summary>
internal sealed unsafe partial class GuardedBytes : IDisposable
{
    private readonly nint _mapping;
    private readonly nuint _mappedBytes;
    private readonly byte* _start;
    private readonly int _count;

    /// <param name="count">How many bytes.</param>
    /// <param name="isAtEnd">Whether the page that nobody may touch follows at once; otherwise it lies at once before.</param>
    public GuardedBytes(int count, bool isAtEnd)
    {
        int page = Environment.SystemPageSize;
        int inner = ((count / page) + 1) * page;
        _count = count;
        _mappedBytes = (nuint)inner + (nuint)(2 * page);
        _mapping = Map(0, _mappedBytes, NoAccess, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _mapping);
        Assert.Equal(0, Protect(_mapping + page, (nuint)inner, ReadWrite));
        _start = (byte*)_mapping + page + (isAtEnd ? inner - count : 0);
    }

    /// <summary>The bytes, until <see cref="Dispose"/>.</summary>
    public Span<byte> Bytes => new(_start, _count);

    /// <summary>The same, for who keeps them.</summary>
    public Memory<byte> Memory => new Lent(this).Memory;

    ~GuardedBytes() => _ = Unmap(_mapping, _mappedBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Assert.Equal(0, Unmap(_mapping, _mappedBytes));
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
    private const int NoAccess = 0;
    private const int ReadWrite = 1 | 2;
    private const int PrivateAnonymous = 0x02 | 0x20;

    private sealed class Lent(GuardedBytes owner) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => owner.Bytes;

        public override MemoryHandle Pin(int elementIndex = 0) => new(owner._start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
