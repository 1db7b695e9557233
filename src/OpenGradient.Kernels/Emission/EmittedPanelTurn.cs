using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The turning of weights as machine code of our own: 512-bit loads of quarters and binary16, which the C# form has to put together.</summary>
internal static unsafe class EmittedPanelTurn<TEncoding>
    where TEncoding : struct, IPanelEncoding
{
    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, nint, nint, float*, byte*, void> Code = Place();

    /// <summary>Whether there is code for the encoding, it may be run, and the system let it be placed.</summary>
    public static bool IsSupported => Code != null;

    /// <summary>Lays some blocks of sixteen rows out.</summary>
    /// <param name="stored">The rows, from the first block on.</param>
    /// <param name="rowBytes">From one row to the next.</param>
    /// <param name="blockCount">How many blocks, at least 1 and at most <see cref="StoredProduct.PanelBlocks"/>.</param>
    /// <param name="panel">As many <see cref="PanelBlock"/>s.</param>
    /// <param name="ahead">As many bytes as are read here, asked for before they are needed; not read.</param>
    public static void Run(ReadOnlySpan<byte> stored, int rowBytes, int blockCount, Span<float> panel, ref readonly byte ahead)
    {
        int rowEnd = blockCount * PanelTurnCode.BlockBytes(TEncoding.StoredWeights);

        // SAFETY: the slices are as long as the code reads and writes; a prefetch reads nothing that the program sees and faults nowhere. The collector waits for it: a call is some 0.2 µs.
        fixed (byte* source = stored[..(((PanelBlock.OutputCount - 1) * rowBytes) + rowEnd)])
        fixed (float* target = panel[..(blockCount * PanelBlock.ByteCount / sizeof(float))])
            Code(source, rowBytes, blockCount, target, (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in ahead)));
    }

    private static delegate* unmanaged[SuppressGCTransition]<byte*, nint, nint, float*, byte*, void> Place()
    {
        if (!EmittedCode.IsAllowed || TEncoding.StoredWeights == StoredWeights.Other)
            return null;
        var code = new X64Encoder();
        PanelTurnCode.Emit(code, TEncoding.StoredWeights);
        return (delegate* unmanaged[SuppressGCTransition]<byte*, nint, nint, float*, byte*, void>)ExecutableMemory.TryPlace(code.ToArray());
    }
}
