using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Binary32 elements that start on a cache line, so that a 64-byte vector never straddles two.</summary>
internal sealed class AlignedFloats
{
    private readonly float[] _array;
    private readonly int _offset;

    public AlignedFloats(int count)
    {
        ElementCount = count;
        _array = GC.AllocateUninitializedArray<float>(checked(count + 16), pinned: true);

        // SAFETY: the array is pinned for its whole life, so the address read here stays true.
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        HugePages.Advise(address, (nint)_array.Length * sizeof(float));
        _offset = (int)((64 - (address & 63)) & 63) / sizeof(float);
    }

    /// <summary>How many elements there are.</summary>
    public int ElementCount { get; }

    /// <summary>The elements.</summary>
    public Span<float> Span => _array.AsSpan(_offset, ElementCount);
}
