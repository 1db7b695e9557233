using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>The products of an integer convolution: blocks of windows of one group of one image, packed as <see cref="IntegerPanels"/>, times blocks of outputs.</summary>
internal readonly ref struct IntegerWindows : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly PhasePlanes _planes;
    private readonly ReadOnlySpan<int> _offsets; // of the taps of the first window
    private readonly ReadOnlySpan<int> _quads; // QuadPlanes; not used if a plane as it is serves
    private readonly IntegerOperand _x;
    private readonly IntegerFilters _filters;
    private readonly IntegerOutput _y; // [images, outputs, pixels]
    private readonly Span<byte> _scratch; // [participants, scratch bytes]
    private readonly int _blockPixels;
    private readonly int _blockOutputs;

    public IntegerWindows(
        in ConvolutionShape shape,
        in PhasePlanes planes,
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<int> quads,
        IntegerOperand x,
        IntegerFilters filters,
        IntegerOutput y,
        Span<byte> scratch)
    {
        _shape = shape;
        _planes = planes;
        _offsets = offsets;
        _quads = quads;
        _x = x;
        _filters = filters;
        _y = y;
        _scratch = scratch;
        _blockPixels = 16 * BlockPanels(shape);
        _blockOutputs = BlockOutputs(shape);
    }

    /// <summary>How many blocks there are.</summary>
    public int PartCount => checked(_shape.BatchCount * _shape.GroupCount * PixelBlocks * OutputBlocks);

    private int PixelBlocks => (_shape.Window.OutputElements + _blockPixels - 1) / _blockPixels;

    private int OutputBlocks => (_shape.GroupOutputs + _blockOutputs - 1) / _blockOutputs;

    private int Depth => IntegerFilters.RowBytes(_shape.GroupInputs, _shape.Window.TapCount);

    /// <summary>How many bytes of scratch memory one participant takes.</summary>
    public static int ScratchBytes(in ConvolutionShape shape)
    {
        int depth = IntegerFilters.RowBytes(shape.GroupInputs, shape.Window.TapCount);
        int pixels = 16 * BlockPanels(shape);
        return checked(ScratchCutter.Bytes<byte>(PanelBytes(pixels, depth))
            + ScratchCutter.Bytes<int>(pixels)
            + ScratchCutter.Bytes<byte>(IntegerSums.OnesBytes(depth))
            + ScratchCutter.Bytes<int>(IntegerKernel.TileElements)
            + ScratchCutter.LineBytes);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int output = part % OutputBlocks * _blockOutputs;
        int pixel = part / OutputBlocks % PixelBlocks * _blockPixels;
        int group = part / OutputBlocks / PixelBlocks; // of all images
        int count = Math.Min(_blockPixels, _shape.Window.OutputElements - pixel);
        int bytes = ScratchBytes(_shape);
        var cutter = new ScratchCutter(_scratch.Slice(participant * bytes, bytes));
        Span<byte> panels = cutter.Take<byte>(PanelBytes(count, Depth));
        Pack(group, pixel, count, panels);
        Multiply(group, output, pixel, count, panels, cutter);
    }

    /// <summary>The panels, and sixteen elements that a move may write.</summary>
    private static int PanelBytes(int pixelCount, int depth) => checked(IntegerPanels.ByteCount(pixelCount, depth) + IntegerPanels.QuadBytes);

    private void Multiply(int group, int output, int pixel, int count, ReadOnlySpan<byte> panels, ScratchCutter cutter)
    {
        Span<int> rests = cutter.Take<int>(count);
        Span<byte> ones = cutter.Take<byte>(IntegerSums.OnesBytes(Depth));
        Span<int> tile = cutter.Take<int>(IntegerKernel.TileElements);
        int zero = _x.UnsignedZero(0);
        int negated = -zero;
        bool hasFilterZeros = _filters.HasZeros;
        if (hasFilterZeros)
            IntegerSums.OfLanes(panels, areSigned: false, Depth, rests, ones, tile);
        for (int i = 0; i < rests.Length && hasFilterZeros; i++)
            rests[i] = (_shape.Depth * zero) - rests[i];

        int row = (group % _shape.GroupCount * _shape.GroupOutputs) + output; // of the filters
        var factors = new IntegerFactors(_filters.Rows[(row * Depth)..], Depth, hasSignedRows: true, panels, Depth / 4);
        var terms = new IntegerTerms(_filters.Sums[row..], new ReadOnlySpan<int>(in negated), hasFilterZeros ? _filters.Zeros[row..] : default, rests);
        int pixels = _shape.Window.OutputElements;
        int image = group / _shape.GroupCount;
        IntegerOutput y = _y.Skip(image * _shape.OutputChannels * pixels).From(row, pixel);
        LaneDispatch.Run(new IntegerKernel(factors, terms, y, Math.Min(_blockOutputs, _shape.GroupOutputs - output), count, tile));
    }

    private void Pack(int group, int pixel, int count, Span<byte> panels)
    {
        int panelBytes = IntegerPanels.ByteCount(16, Depth);
        for (int first = 0; first < count; first += 16)
        {
            Span<byte> panel = panels.Slice(first / 16 * panelBytes, panelBytes + IntegerPanels.QuadBytes);
            int lanes = Math.Min(16, count - first);
            if (_planes.IsPlaneItself)
                PackPlane(group, pixel + first, lanes, panel);
            else
                PackWindows(group, pixel + first, lanes, MemoryMarshal.Cast<byte, int>(panel));
        }
    }

    /// <summary>Windows of one element, straight from x.</summary>
    private void PackPlane(int group, int pixel, int lanes, Span<byte> panel)
    {
        int elements = _shape.Window.PlaneElements;
        int start = (group * _shape.GroupInputs * elements) + pixel;
        IntegerPanels.Pack(_x.Bytes[start..], elements, _shape.GroupInputs, lanes, _x.UnsignedFlip, panel);
    }

    /// <summary>Each tap of the windows: the runs that lie in one row, moved sixteen elements at a time; what follows a run is written over by the next.</summary>
    private void PackWindows(int group, int pixel, int lanes, Span<int> panel)
    {
        Span<int> runs = stackalloc int[32];
        runs = runs[..FindRuns(pixel, lanes, runs)];
        int plane = group * QuadPlanes.GroupQuads(_shape) * _planes.PlaneElements;
        ref int source = ref MemoryMarshal.GetReference(_quads);
        ref int target = ref MemoryMarshal.GetReference(panel);
        for (int four = 0; four < QuadPlanes.GroupQuads(_shape); four++, plane += _planes.PlaneElements)
        {
            foreach (int offset in _offsets)
            {
                // SAFETY: a run begins with a tap of a window, after which the planes have sixteen elements at least; the panel has as many after its end.
                for (int run = 0; run < runs.Length; run += 2)
                    Move16(ref Unsafe.Add(ref source, plane + offset + runs[run]), ref Unsafe.Add(ref target, runs[run + 1]));
                target = ref Unsafe.Add(ref target, 16);
            }
        }
    }

    private static void Move16(ref int source, ref int target) =>
        Unsafe.CopyBlockUnaligned(ref Unsafe.As<int, byte>(ref target), ref Unsafe.As<int, byte>(ref source), 16 * sizeof(int));

    /// <summary>For each row that the windows lie in: where the first of them is, and its lane.</summary>
    private int FindRuns(int pixel, int lanes, Span<int> runs)
    {
        int runCount = 0;
        int width = _shape.Window.OutputWidth;
        for (int lane = 0; lane < lanes;)
        {
            int x = (pixel + lane) % width;
            runs[runCount++] = ((pixel + lane) / width * _planes.Pitch) + x;
            runs[runCount++] = lane;
            lane += width - x;
        }

        return runCount;
    }

    /// <summary>An even number of panels, worth some 4 million products, that fit half of a usual second-level cache.</summary>
    private static int BlockPanels(in ConvolutionShape shape)
    {
        int depth = IntegerFilters.RowBytes(shape.GroupInputs, shape.Window.TapCount);
        int all = (shape.Window.OutputElements + 15) / 16;
        long worth = BlockProducts / (16L * depth * BlockOutputs(shape));
        int fitting = (int)Math.Clamp(Math.Min(worth, CacheBytes / (16L * depth)) & ~1L, 2, Math.Max(2, (all + 1) & ~1));
        int blocks = (all + fitting - 1) / fitting;
        return (((all + blocks - 1) / blocks) + 1) & ~1;
    }

    /// <summary>All outputs of a group, or half of them and so on if two panels times all of them are worth many times as much: each block packs its windows anew.</summary>
    private static int BlockOutputs(in ConvolutionShape shape)
    {
        long products = 32L * IntegerFilters.RowBytes(shape.GroupInputs, shape.Window.TapCount) * shape.GroupOutputs;
        int blocks = (int)Math.Clamp(products / (4 * BlockProducts), 1, Math.Max(1, shape.GroupOutputs / 64));
        return (shape.GroupOutputs + blocks - 1) / blocks;
    }

    private const long BlockProducts = 1 << 22;
    private const long CacheBytes = 1 << 19;
}
