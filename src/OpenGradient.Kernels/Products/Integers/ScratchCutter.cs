using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Cuts scratch memory into pieces that start on cache lines.</summary>
internal ref struct ScratchCutter
{
    private Span<byte> _rest;

    /// <summary>Begins; the memory is that which <see cref="Bytes"/> of every piece come to, and <see cref="LineBytes"/>.</summary>
    public ScratchCutter(Span<byte> scratch)
    {
        // SAFETY: the address only decides how many bytes are left out, so it does not matter if the memory is moved; then lines are missed, no bounds.
        unsafe
        {
            nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(scratch));
            int skipped = (int)(~(address - 1) & (LineBytes - 1));
            _rest = scratch[Math.Min(skipped, scratch.Length)..];
        }
    }

    /// <summary>How many bytes a piece takes.</summary>
    public static int Bytes<T>(int count)
        where T : unmanaged => checked(((count * Unsafe.SizeOf<T>()) + LineBytes - 1) / LineBytes * LineBytes);

    /// <summary>The next piece.</summary>
    public Span<T> Take<T>(int count)
        where T : unmanaged
    {
        Span<byte> piece = _rest[..(count * Unsafe.SizeOf<T>())];
        _rest = _rest[Bytes<T>(count)..];
        return MemoryMarshal.Cast<byte, T>(piece);
    }

    /// <summary>What is kept for getting to the first cache line.</summary>
    public const int LineBytes = 64;
}
