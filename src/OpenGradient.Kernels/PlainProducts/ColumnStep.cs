using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>How kernels walk through weights that are stored column by column.</summary>
internal static class ColumnStep
{
    /// <summary>Asks for what is read of a column some columns further on: runs so far apart are more than a processor follows by itself.</summary>
    /// <param name="column">What is read of this column, from its first byte on.</param>
    /// <param name="strideBytes">From one column to the next.</param>
    /// <param name="runBytes">How many bytes are read of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref readonly byte column, int strideBytes, int runBytes)
    {
        if (!Sse.IsSupported)
            return;

        // SAFETY: a prefetch reads nothing that the program sees and faults nowhere, so the address may lie past the end of the weights.
        byte* run = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in column)) + ((nint)ColumnsAhead * strideBytes);
        for (int line = 0; line < runBytes; line += LineBytes)
            Sse.Prefetch1(run + line);
    }

    private const int ColumnsAhead = 16;
    private const int LineBytes = 64;
}
