using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>One group of one image of an integer convolution cut into blocks of windows: packed as <see cref="IntegerPanels"/>, then multiplied.</summary>
internal readonly ref struct IntegerWindows : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly PhasePlanes _planes;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<short> _phases;
    private readonly ReadOnlySpan<short> _filters; // strips
    private readonly Span<int> _y; // [group outputs, pixels]
    private readonly Span<short> _scratch; // [participants, scratch elements]

    public IntegerWindows(
        in ConvolutionShape shape, in PhasePlanes planes, ReadOnlySpan<int> offsets, ReadOnlySpan<short> phases, ReadOnlySpan<short> filters, Span<int> y, Span<short> scratch)
    {
        _shape = shape;
        _planes = planes;
        _offsets = offsets;
        _phases = phases;
        _filters = filters;
        _y = y;
        _scratch = scratch;
    }

    /// <summary>How many blocks there are.</summary>
    public int PartCount => (_shape.Window.OutputElements + (BlockPanels(_shape) * 16) - 1) / (BlockPanels(_shape) * 16);

    /// <summary>How many elements of scratch memory one participant takes: the panels of a block, or one row of weights to widen in.</summary>
    public static int ScratchElements(in ConvolutionShape shape) => IntegerPanels.ElementCount(BlockPanels(shape) * 16, shape.Depth);

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int pixels = _shape.Window.OutputElements;
        int first = part * BlockPanels(_shape) * 16;
        int count = Math.Min(BlockPanels(_shape) * 16, pixels - first);
        int elements = ScratchElements(_shape);
        Span<short> panels = _scratch.Slice(participant * elements, elements);
        int panelElements = 16 * IntegerStrips.PairedDepth(_shape.Depth);
        for (int pixel = 0; pixel < count; pixel += 16)
            PackPanel(first + pixel, Math.Min(16, count - pixel), panels.Slice(pixel / 16 * panelElements, panelElements));
        LaneDispatch.Run(new IntegerKernel(_shape.GroupOutputs, _shape.Depth, count, pixels, _filters, panels, _y[first..]));
    }

    private void PackPanel(int first, int lanes, Span<short> panel)
    {
        Span<int> runs = stackalloc int[32];
        int runCount = 0;
        int width = _shape.Window.OutputWidth;
        for (int lane = 0; lane < lanes; lane++)
        {
            int x = (first + lane) % width;
            if (lane > 0 && x > 0)
                continue;
            runs[runCount++] = ((first + lane) / width * _planes.Pitch) + x;
            runs[runCount++] = lane;
        }

        Span<short> pair = stackalloc short[64];
        pair.Clear();
        Span<short> even = pair[..32];
        Span<short> odd = pair[32..];
        for (int k = 0; k < _shape.Depth; k += 2)
        {
            Gather(k, runs[..runCount], even);
            if (k + 1 < _shape.Depth)
                Gather(k + 1, runs[..runCount], odd);
            else
                odd.Clear();
            Interleave(even, odd, panel.Slice(k * 16, 32));
        }
    }

    /// <summary>Tap k of the windows: each run moved sixteen elements at a time; what follows it is written over by the next.</summary>
    private void Gather(int k, ReadOnlySpan<int> runs, Span<short> line)
    {
        int start = (k / _offsets.Length * _planes.PlaneElements) + _offsets[k % _offsets.Length];
        for (int run = 0; run < runs.Length; run += 2)
            _phases.Slice(start + runs[run], 16).CopyTo(line[runs[run + 1]..]);
    }

    private static void Interleave(ReadOnlySpan<short> even, ReadOnlySpan<short> odd, Span<short> pairs)
    {
        if (!Avx2.IsSupported)
        {
            for (int lane = 0; lane < 16; lane++)
                (pairs[2 * lane], pairs[(2 * lane) + 1]) = (even[lane], odd[lane]);
            return;
        }

        Vector256<short> a = Vector256.Create(even);
        Vector256<short> b = Vector256.Create(odd);
        Vector256<short> low = Avx2.UnpackLow(a, b);
        Vector256<short> high = Avx2.UnpackHigh(a, b);
        Avx2.Permute2x128(low, high, 0x20).CopyTo(pairs);
        Avx2.Permute2x128(low, high, 0x31).CopyTo(pairs[16..]);
    }

    /// <summary>An even number of panels, as many as fit half of a usual second-level cache, but not more than a sixteenth of the windows if that is enough.</summary>
    private static int BlockPanels(in ConvolutionShape shape)
    {
        int all = (shape.Window.OutputElements + 15) / 16;
        int fitting = Math.Clamp(CacheElements / Math.Max(1, 16 * shape.Depth), 2, Math.Max(2, (all / 16) + 4));
        return Math.Max(1, Math.Min(fitting & ~1, all));
    }

    private const int CacheElements = 1 << 18;
}
