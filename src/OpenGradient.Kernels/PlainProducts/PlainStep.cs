using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>How kernels walk through sixteen rows: four times four bytes of each at a time.</summary>
internal static class PlainStep<TElements>
    where TElements : struct, IPlainElements
{
    /// <summary>Elements of a row in one step.</summary>
    public static int ElementCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ByteCount / TElements.ByteCount;
    }

    /// <summary>
    /// Asks for as many bytes of the next sixteen rows as one step reads of these, in the order in which they lie: sixteen rows side by side are more than
    /// a processor follows by itself.
    /// </summary>
    /// <param name="rows">The first row.</param>
    /// <param name="rowBytes">From one row to the next.</param>
    /// <param name="offset">What was read of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref readonly byte rows, nuint rowBytes, nuint offset)
    {
        if (!Sse.IsSupported)
            return;

        // SAFETY: a prefetch reads nothing that the program sees and faults nowhere, so the address may lie past the end of the weights.
        byte* line = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in rows)) + (PlainPanel.OutputCount * (rowBytes + offset));
        Sse.Prefetch1(line);
        Sse.Prefetch1(line + 64);
        Sse.Prefetch1(line + 128);
        Sse.Prefetch1(line + 192);
    }

    private const int ByteCount = 16;
}
