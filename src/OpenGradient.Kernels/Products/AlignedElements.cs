using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Elements that start on a cache line, so that a 64-byte vector never straddles two.</summary>
/// <typeparam name="T">Of a size that divides a cache line.</typeparam>
internal sealed class AlignedElements<T>
    where T : unmanaged
{
    private readonly T[] _array;
    private readonly int _offset;

    public AlignedElements(int count)
    {
        ElementCount = count;
        _array = GC.AllocateUninitializedArray<T>(checked(count + (64 / Unsafe.SizeOf<T>())), pinned: true);

        // SAFETY: the array is pinned for its whole life, so the address read here stays true.
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        HugePages.Advise(address, (nint)_array.Length * Unsafe.SizeOf<T>());
        _offset = (int)((64 - (address & 63)) & 63) / Unsafe.SizeOf<T>();
    }

    /// <summary>How many elements there are.</summary>
    public int ElementCount { get; }

    /// <summary>The elements.</summary>
    public Span<T> Span => _array.AsSpan(_offset, ElementCount);
}
