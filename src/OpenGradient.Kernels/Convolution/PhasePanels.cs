using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Lays up to sixteen windows out as a panel, from planes in the form of <see cref="PhasePlanes"/>: element (k, window) at k, lane window.</summary>
/// <remarks>
/// Windows side by side in one output row are a run of neighbours, so a panel is a few runs, each moved sixteen elements at a time. What a
/// move writes past its run is written over by the next run or the next k: sixteen elements after the panel are writable and of no
/// value. Every move is readable in full. Moves only, no arithmetic.
/// </remarks>
internal readonly ref struct PhasePanels(
    ReadOnlySpan<float> planes, int planeElements, int planeCount, ReadOnlySpan<int> offsets, ReadOnlySpan<int> runs, Span<float> panel) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _planes = planes;
    private readonly ReadOnlySpan<int> _offsets = offsets; // [taps]
    private readonly ReadOnlySpan<int> _runs = runs; // pairs: place of the run's first window, its lane
    private readonly Span<float> _panel = panel;

    /// <inheritdoc/>
    public void RunScalar()
    {
        int position = 0;
        for (int plane = 0; plane < planeCount; plane++)
        {
            foreach (int offset in _offsets)
            {
                for (int run = 0; run < _runs.Length; run += 2)
                    _planes.Slice((plane * planeElements) + offset + _runs[run], 16).CopyTo(_panel[(position + _runs[run + 1])..]);
                position += 16;
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref int offsets = ref MemoryMarshal.GetReference(_offsets);
        ref int runs = ref MemoryMarshal.GetReference(_runs);
        ref float target = ref MemoryMarshal.GetReference(_panel);
        ref float plane = ref MemoryMarshal.GetReference(_planes);
        int first = runs;
        for (int count = planeCount; count > 0; count--)
        {
            for (int tap = 0; tap < _offsets.Length; tap++)
            {
                ref float source = ref Unsafe.Add(ref plane, Unsafe.Add(ref offsets, tap));
                TLanes.Store(TLanes.Load(ref source, (nuint)first), ref target, 0);
                for (int run = 2; run < _runs.Length; run += 2)
                    TLanes.Store(TLanes.Load(ref source, (nuint)Unsafe.Add(ref runs, run)), ref target, (nuint)Unsafe.Add(ref runs, run + 1));
                target = ref Unsafe.Add(ref target, 16);
            }

            plane = ref Unsafe.Add(ref plane, planeElements);
        }
    }
}
