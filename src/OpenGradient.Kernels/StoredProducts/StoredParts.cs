using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>A product with stored weights in parts of some outputs each.</summary>
internal readonly ref struct StoredParts(
    scoped in BlockRows x, scoped in RowTiles tiles, ReadOnlySpan<byte> weights, StoredEncoding encoding, int outputCount, int partOutputs, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch, int participantElements)
    : IWorkBody
{
    private readonly BlockRows _x = x;
    private readonly RowTiles _tiles = tiles;
    private readonly ReadOnlySpan<byte> _weights = weights;
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly Span<float> _y = y;
    private readonly Span<float> _scratch = scratch;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<float> scratch = FromLine(_scratch.Slice(participant * participantElements, participantElements));
        Span<float> panel = scratch[..(StoredProduct.PanelBlocks * PanelBlock.ByteCount / sizeof(float))];
        Span<float> sums = scratch[panel.Length..];
        int end = Math.Min(outputCount, (part + 1) * partOutputs);
        for (int row = 0; row < _x.RowCount; row += StoredProduct.RowsAtOnce)
        {
            BlockRows rows = _x.Slice(row, Math.Min(StoredProduct.RowsAtOnce, _x.RowCount - row));
            RowTiles tiles = _tiles.RowCount == 0 ? default : _tiles.Slice(row, rows.RowCount);
            for (int output = part * partOutputs; output < end; output += PanelBlock.OutputCount)
                RunPanel(in rows, in tiles, row, output, Math.Min(PanelBlock.OutputCount, end - output), panel, sums[..(rows.RowCount * PanelBlock.OutputCount)]);
        }
    }

    /// <summary>From the first cache line on that begins in the memory: vectors that lie on two lines take twice the time.</summary>
    private static unsafe Span<float> FromLine(Span<float> memory)
    {
        // SAFETY: only the address is looked at; if the collector moves the memory meanwhile, lines are cut and no bit changes.
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        return memory[((int)((64 - (address % 64)) % 64) / sizeof(float))..];
    }

    private void RunPanel(scoped in BlockRows rows, scoped in RowTiles tiles, int firstRow, int firstOutput, int count, Span<float> panel, Span<float> sums)
    {
        sums.Clear();
        int rowBytes = (int)encoding.LengthBytes(rows.Depth);
        ReadOnlySpan<byte> weights = _weights[(firstOutput * rowBytes)..];
        for (int block = 0; block < rows.BlockCount; block += StoredProduct.PanelBlocks)
        {
            int blocks = Math.Min(StoredProduct.PanelBlocks, rows.BlockCount - block);
            encoding.Panels!.Multiply(weights, rowBytes, count, block, blocks, in rows, in tiles, panel, sums);
        }

        var output = new PanelOutput(sums, _bias.IsEmpty ? default : _bias.Slice(firstOutput, count), _y[((firstRow * outputCount) + firstOutput)..], outputCount);
        if (count == PanelBlock.OutputCount)
            LaneDispatch.Run(output);
        else
            output.RunScalar(count);
    }
}
