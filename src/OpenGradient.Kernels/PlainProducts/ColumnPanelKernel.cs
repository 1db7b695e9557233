using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Weights that are stored column by column as panels of binary32 numbers: [depth, outputs] becomes [outputs / 16, depth, 16].</summary>
/// <remarks>Where the last panel has fewer than sixteen outputs, the lanes of the missing ones are +0. Widening is exact; a NaN stays one, not in the one form. Aliasing: none.</remarks>
internal readonly ref struct ColumnPanelKernel<TElements>(ReadOnlySpan<byte> weights, int strideBytes, int outputCount, int depth, Span<float> panels) : ILaneKernel
    where TElements : struct, IPlainElements
{
    private readonly ReadOnlySpan<byte> _weights = weights;
    private readonly Span<float> _panels = panels;

    /// <inheritdoc/>
    public void RunScalar() => Write(firstOutput: 0);

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int whole = outputCount / PlainPanel.OutputCount * PlainPanel.OutputCount;
        Write<TLanes>(whole);
        Write(whole);
    }

    /// <summary>Column by column, all panels of each, so that what lies together is read together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private void Write<TLanes>(int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref byte weights = ref MemoryMarshal.GetReference(_weights);
        for (int k = 0; k < depth; k++)
        {
            ref float panel = ref Unsafe.Add(ref MemoryMarshal.GetReference(_panels), k * PlainPanel.OutputCount);
            ref readonly byte column = ref StoredBytes.At(in weights, (nuint)(k * strideBytes));
            ColumnStep.Prefetch(in column, strideBytes, count * TElements.ByteCount);
            for (int output = 0; output < count; output += PlainPanel.OutputCount)
            {
                TLanes.Store(TElements.Load<TLanes>(in StoredBytes.At(in column, (nuint)(output * TElements.ByteCount))), ref panel, 0);
                panel = ref Unsafe.Add(ref panel, PlainPanel.OutputCount * depth);
            }
        }
    }

    /// <summary>Number by number, from an output on.</summary>
    private void Write(int firstOutput)
    {
        for (int output = firstOutput; output < (outputCount + PlainPanel.OutputCount - 1) / PlainPanel.OutputCount * PlainPanel.OutputCount; output++)
        {
            (int panel, int lane) = Math.DivRem(output, PlainPanel.OutputCount);
            for (int k = 0; k < depth; k++)
                _panels[(((panel * depth) + k) * PlainPanel.OutputCount) + lane] = output < outputCount ? TElements.Read(_weights[((k * strideBytes) + (output * TElements.ByteCount))..]) : 0f;
        }
    }
}
