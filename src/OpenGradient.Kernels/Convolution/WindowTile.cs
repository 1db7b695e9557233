using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Some windows side by side against one strip of filters: what the inner loops of <see cref="ConvolutionKernel"/> read and write.</summary>
internal ref struct WindowTile
{
    /// <summary>The first window's element at offset 0; the same tap of the next window is its neighbour.</summary>
    public ref float X;

    /// <summary>[depth], where the taps are.</summary>
    public ref int Offsets;

    /// <summary>How many products each sum takes.</summary>
    public nuint Depth;

    /// <summary>The strip at the first k, or half of it.</summary>
    public ref float Filters;

    /// <summary>From one k to the next in the strip.</summary>
    public nuint FilterStep;

    /// <summary>[windows, 32], what the sums begin with.</summary>
    public ref float Start;

    /// <summary>From one window to the next in <see cref="Start"/>: 32, or 0 if all begin with the same.</summary>
    public nuint StartStep;

    /// <summary>[windows, 32], the sums.</summary>
    public ref float Sums;

    /// <summary>What is to be brought into the caches meanwhile, a little at every k: it is never read here, and need not exist.</summary>
    public ref float Ahead;

    /// <summary>Bytes from one k to the next in <see cref="Ahead"/>.</summary>
    public nuint AheadStep;

    /// <summary>The same from another window and another filter on.</summary>
    public readonly WindowTile At(int window, int filter)
    {
        WindowTile tile = this;
        tile.X = ref Unsafe.Add(ref X, window);
        tile.Filters = ref Unsafe.Add(ref Filters, filter);
        tile.Start = ref Unsafe.Add(ref Start, (window * (nint)StartStep) + filter);
        tile.Sums = ref Unsafe.Add(ref Sums, (window * FilterStrips.Width) + filter);
        return tile;
    }

    /// <summary>Asks for a cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref float ahead)
    {
        // SAFETY: a prefetch never faults, and an address that a collection has made stale costs a useless line.
        if (Sse.IsSupported)
            Sse.Prefetch1(Unsafe.AsPointer(ref ahead));
    }
}
