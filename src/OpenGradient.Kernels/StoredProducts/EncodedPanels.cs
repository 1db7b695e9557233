using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>The panels of an encoding.</summary>
internal sealed class EncodedPanels<TEncoding>(int blockElements, int blockBytes, WeightBlockReaders.Reader read) : StoredPanels
    where TEncoding : struct, IPanelEncoding
{
    private readonly int _parts = blockElements / WeightBlock.ElementCount;

    /// <inheritdoc/>
    public override bool HasOffsets => TEncoding.HasOffsets;

    /// <inheritdoc/>
    public override bool TakesTiles => LaneDispatch.ActiveWidth == LaneWidth.Bits512 && EmittedPanelDot<TEncoding>.IsSupported;

    /// <inheritdoc/>
    public override bool TakesPairs => LaneDispatch.ActiveWidth == LaneWidth.Bits256 && PanelDot256<TEncoding>.IsChosen && PanelDot256<TEncoding>.TakesPairs;

    /// <inheritdoc/>
    public override void WriteTile(scoped in BlockRows x, Span<byte> tile) => RowTiles.Write(in x, PanelDotForm.Of<TEncoding>(), TEncoding.Zero, tile);

    /// <inheritdoc/>
    public override void Multiply(
        ReadOnlySpan<byte> weights, int rowBytes, int outputCount, int firstBlock, int blockCount, scoped in BlockRows x, scoped in RowTiles tiles, Span<float> panel, Span<float> sums)
    {
        ReadOnlySpan<byte> stored = weights[(firstBlock / _parts * blockBytes)..];
        LaneWidth width = LaneDispatch.ActiveWidth;
        if (width == LaneWidth.Bits256 && PanelDot256<TEncoding>.IsChosen && outputCount == PanelBlock.OutputCount)
        {
            nuint behind = (nuint)((PanelBlock.OutputCount * rowBytes) + (PanelBlock.OutputCount * (firstBlock / _parts * blockBytes)));
            Multiply256(stored, rowBytes, firstBlock, blockCount, in x, panel, sums, ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), behind));
            return;
        }

        if (outputCount < PanelBlock.OutputCount || width < LaneWidth.Bits256)
        {
            UnpackScalar(stored, rowBytes, outputCount, blockCount, panel);
        }
        else
        {
            nuint ahead = (nuint)((PanelBlock.OutputCount * rowBytes) + (PanelBlock.OutputCount * (firstBlock / _parts * blockBytes)));
            ref byte next = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), ahead);
            if (width == LaneWidth.Bits512 && EmittedPanelTurn<TEncoding>.IsSupported)
                EmittedPanelTurn<TEncoding>.Run(stored, rowBytes, blockCount, panel, in next);
            else
                UnpackVectors(stored, rowBytes, blockCount, width == LaneWidth.Bits512, panel, ref next);
        }

        if (tiles.RowCount > 0)
            EmittedPanelDot<TEncoding>.Run(panel, blockCount, in tiles, firstBlock, sums);
        else
            Multiply(width, ref MemoryMarshal.GetReference(panel), blockCount, in x, firstBlock, ref MemoryMarshal.GetReference(sums));
    }

    /// <summary>Four rows at a time from a panel, those that are left from the weights as they are stored.</summary>
    private unsafe void Multiply256(
        ReadOnlySpan<byte> stored, int rowBytes, int firstBlock, int blockCount, scoped in BlockRows x, Span<float> panel, Span<float> sums, ref readonly byte ahead)
    {
        if (x.RowCount >= 4)
            UnpackVectors(stored, rowBytes, blockCount, is512: false, panel, in ahead);
        else
            UnpackScales(stored, rowBytes, blockCount, panel, in ahead);

        // SAFETY: the slices are as long as what is read and written from their beginnings on.
        fixed (byte* weights = stored[..(((PanelBlock.OutputCount - 1) * rowBytes) + (blockCount / _parts * blockBytes))])
        fixed (float* scales = panel[..(blockCount * PanelBlock.ByteCount / sizeof(float))])
        fixed (sbyte* elements = x.Elements[..(x.RowCount * x.Depth)])
        fixed (short* pairs = x.Pairs)
        fixed (float* rowScales = x.Scales[..(x.RowCount * x.BlockCount)])
        fixed (int* rowSums = x.Sums[..(x.RowCount * x.BlockCount * 2)])
        fixed (float* own = sums[..(x.RowCount * PanelBlock.OutputCount)])
        {
            var rows = new RowPointers(elements, pairs, rowScales, rowSums, x.BlockCount);
            int row = 0;
            for (; row + 4 <= x.RowCount; row += 4)
                PanelDot256<TEncoding>.Run(scales, blockCount, rows.At(row, firstBlock), own + (row * PanelBlock.OutputCount));
            for (; row < x.RowCount; row++)
                RowDot256<TEncoding>.Run(weights, (nuint)rowBytes, blockBytes, _parts, scales, blockCount, rows.At(row, firstBlock), own + (row * PanelBlock.OutputCount));
        }
    }

    /// <summary>The definition of a panel: every number where <see cref="PanelBlock"/> says.</summary>
    internal void UnpackScalar(ReadOnlySpan<byte> stored, int rowBytes, int outputCount, int blockCount, Span<float> panel)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(panel);
        Span<sbyte> buffer = stackalloc sbyte[WeightBlock.ElementCount];
        for (int output = 0; output < outputCount; output++)
        {
            for (int index = 0; index < blockCount; index++)
            {
                var block = new WeightBlock(buffer);
                read(stored.Slice((output * rowBytes) + (index / _parts * blockBytes), blockBytes), index % _parts, ref block);
                Span<byte> weights = bytes.Slice(index * PanelBlock.ByteCount, 512);
                for (int i = 0; i < WeightBlock.ElementCount; i++)
                    weights[(i / 4 * 64) + (output * 4) + (i % 4)] = (byte)(block.Weights[i] + TEncoding.Zero);
                PanelBlock.WriteScales(in block, ref panel[index * (PanelBlock.ByteCount / sizeof(float))], output);
            }
        }
    }

    /// <summary>The same, for sixteen outputs.</summary>
    /// <param name="stored">As above; likewise the others.</param>
    /// <param name="rowBytes">As above.</param>
    /// <param name="blockCount">As above.</param>
    /// <param name="is512">Whether vectors have 512 bits.</param>
    /// <param name="panel">As above.</param>
    /// <param name="ahead">As many bytes as are read here, asked for before they are needed; not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    internal void UnpackVectors(ReadOnlySpan<byte> stored, int rowBytes, int blockCount, bool is512, Span<float> panel, ref readonly byte ahead)
    {
        ref byte rows = ref MemoryMarshal.GetReference(stored);
        ref float block = ref MemoryMarshal.GetReference(panel);
        int step = is512 && TEncoding.LiesInPairs ? 2 : 1;
        for (int index = 0; index < blockCount; index += _parts)
        {
            TEncoding.WriteScales(in rows, (nuint)rowBytes, ref block);
            for (int part = 0; part < _parts; part += step)
            {
                if (is512)
                    PanelTurning.Turn512<TEncoding>(in rows, (nuint)rowBytes, part, ref PanelBlock.Weights(ref block, 0));
                else
                    PanelTurning.Turn256<TEncoding>(in rows, (nuint)rowBytes, part, ref PanelBlock.Weights(ref block, 0));
                block = ref Unsafe.Add(ref block, step * (PanelBlock.ByteCount / sizeof(float)));
            }

            Prefetch(in ahead, PanelBlock.OutputCount * blockBytes);
            ahead = ref StoredBytes.At(in ahead, (nuint)(PanelBlock.OutputCount * blockBytes));
            rows = ref Unsafe.Add(ref rows, blockBytes);
        }
    }

    /// <summary>The same without the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private void UnpackScales(ReadOnlySpan<byte> stored, int rowBytes, int blockCount, Span<float> panel, ref readonly byte ahead)
    {
        ref byte rows = ref MemoryMarshal.GetReference(stored);
        ref float block = ref MemoryMarshal.GetReference(panel);
        for (int index = 0; index < blockCount; index += _parts)
        {
            TEncoding.WriteScales(in rows, (nuint)rowBytes, ref block);
            block = ref Unsafe.Add(ref block, _parts * (PanelBlock.ByteCount / sizeof(float)));
            Prefetch(in ahead, PanelBlock.OutputCount * blockBytes);
            ahead = ref StoredBytes.At(in ahead, (nuint)(PanelBlock.OutputCount * blockBytes));
            rows = ref Unsafe.Add(ref rows, blockBytes);
        }
    }

    /// <summary>
    /// Asks for the bytes of the next sixteen outputs in the order in which they lie, as fast as those of these are read: sixteen short rows side by side
    /// are more than a processor follows by itself.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch(ref readonly byte ahead, int byteCount)
    {
        if (!Sse.IsSupported)
            return;

        // SAFETY: a prefetch reads nothing that the program sees and faults nowhere, so the address may lie past the end of the weights.
        byte* line = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in ahead));
        for (byte* end = line + byteCount; line < end; line += 64)
            Sse.Prefetch1(line);
    }

    private static void Multiply(LaneWidth width, ref float panel, int blockCount, scoped in BlockRows x, int firstBlock, ref float sums)
    {
        // Without code of our own, 512-bit products of bytes have no instruction; two of 256 bits where the processor has AVX-VNNI are faster than four of 512 bits.
        if (width == LaneWidth.Bits512 && !AvxVnni.IsSupported)
            PanelDot<Lanes512, TEncoding>.Run(ref panel, blockCount, in x, firstBlock, ref sums);
        else if (width >= LaneWidth.Bits256)
            PanelDot<Lanes256x2, TEncoding>.Run(ref panel, blockCount, in x, firstBlock, ref sums);
        else
            PanelDot<Lanes128x4, TEncoding>.Run(ref panel, blockCount, in x, firstBlock, ref sums);
    }
}
