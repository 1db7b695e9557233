using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Sixteen stored rows as a panel of binary32 numbers: [outputs, depth] becomes [depth, 16].</summary>
/// <remarks>Where there are fewer than sixteen outputs, the lanes of the missing ones are +0. Widening is exact; a NaN stays one, not in the one form. Aliasing: none.</remarks>
internal readonly ref struct PlainPanelKernel<TElements>(ReadOnlySpan<byte> weights, int outputCount, int depth, Span<float> panel) : ILaneKernel
    where TElements : struct, IPlainElements
{
    private readonly ReadOnlySpan<byte> _weights = weights;
    private readonly Span<float> _panel = panel;

    /// <inheritdoc/>
    public void RunScalar() => Write(firstColumn: 0);

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int whole = outputCount < PlainPanel.OutputCount ? 0 : depth / PlainStep<TElements>.ElementCount * PlainStep<TElements>.ElementCount;
        Write<TLanes>(whole);
        Write(whole);
    }

    /// <summary>Vector by vector, up to a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private void Write<TLanes>(int columnCount)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nuint rowBytes = (nuint)(depth * TElements.ByteCount);
        ref byte rows = ref MemoryMarshal.GetReference(_weights);
        ref float panel = ref MemoryMarshal.GetReference(_panel);
        for (int k = 0; k < columnCount; k += PlainStep<TElements>.ElementCount)
        {
            nuint offset = (nuint)(k * TElements.ByteCount);
            PlainStep<TElements>.Prefetch(in rows, rowBytes, offset);
            TLanes.LoadColumns(in StoredBytes.At(in rows, offset), rowBytes, out TLanes first, out TLanes second, out TLanes third, out TLanes fourth);
            panel = ref Store(first, ref panel);
            panel = ref Store(second, ref panel);
            panel = ref Store(third, ref panel);
            panel = ref Store(fourth, ref panel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Store<TLanes>(TLanes stored, ref float panel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes.Store(TElements.First(stored), ref panel, 0);
        if (TElements.ByteCount == 2)
            TLanes.Store(TElements.Second(stored), ref panel, PlainPanel.OutputCount);
        return ref Unsafe.Add(ref panel, PlainPanel.OutputCount * sizeof(float) / TElements.ByteCount);
    }

    /// <summary>Number by number, from a column on.</summary>
    private void Write(int firstColumn)
    {
        for (int k = firstColumn; k < depth; k++)
        {
            for (int output = 0; output < PlainPanel.OutputCount; output++)
                _panel[(k * PlainPanel.OutputCount) + output] = output < outputCount ? TElements.Read(_weights[(((output * depth) + k) * TElements.ByteCount)..]) : 0f;
        }
    }
}
