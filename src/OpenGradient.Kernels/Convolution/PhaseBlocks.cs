namespace OpenGradient.Kernels;

/// <summary>One group of one image cut into blocks of windows and of outputs: the windows are packed, then multiplied.</summary>
/// <remarks>Sizes follow from the shape only. A participant that goes on with other outputs of the same windows packs them once.</remarks>
internal readonly ref struct PhaseBlocks : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly PhasePlanes _planes;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<float> _phases; // [planes, plane elements] and perhaps sixteen more
    private readonly ReadOnlySpan<float> _filters;
    private readonly ReadOnlySpan<float> _bias;
    private readonly Span<float> _y; // [group outputs, pixels]
    private readonly Span<float> _scratch; // [participants, block elements]
    private readonly Span<int> _packed; // [participants], which block of windows lies in its scratch memory
    private readonly Epilogue? _epilogue;
    private readonly int _blockOutputs;
    private readonly int _blocksDown;

    public PhaseBlocks(
        in ConvolutionShape shape,
        in PhasePlanes planes,
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> phases,
        ReadOnlySpan<float> filters,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> scratch,
        Span<int> packed,
        Epilogue? epilogue)
    {
        _shape = shape;
        _planes = planes;
        _offsets = offsets;
        _phases = phases;
        _filters = filters;
        _bias = bias;
        _y = y;
        _scratch = scratch;
        _packed = packed;
        _epilogue = epilogue;
        int strips = (shape.GroupOutputs + RowStrips.Height - 1) / RowStrips.Height;
        int wanted = Math.Clamp((LeastParts + BlockCount(shape) - 1) / BlockCount(shape), 1, strips);
        _blockOutputs = (strips + wanted - 1) / wanted * RowStrips.Height;
        _blocksDown = (shape.GroupOutputs + _blockOutputs - 1) / _blockOutputs;
    }

    /// <summary>How many blocks there are.</summary>
    public int PartCount => checked(BlockCount(_shape) * _blocksDown);

    /// <summary>How many elements of scratch memory one participant takes.</summary>
    public static int ScratchElements(in ConvolutionShape shape) => checked((BlockPanels(shape) * 16 * shape.Depth) + 16);

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int block = part / _blocksDown;
        int firstOutput = part % _blocksDown * _blockOutputs;
        int pixels = _shape.Window.OutputElements;
        int first = block * BlockPanels(_shape) * 16;
        int count = Math.Min(BlockPanels(_shape) * 16, pixels - first);
        int elements = ScratchElements(_shape);
        Span<float> panels = _scratch.Slice(participant * elements, elements);
        if (_packed[participant] != block)
            Pack(first, count, panels);
        _packed[participant] = block;
        int outputs = Math.Min(_blockOutputs, _shape.GroupOutputs - firstOutput);
        LaneDispatch.Run(new ProductKernel(
            new ProductShape(outputs, _shape.Depth, count, _shape.Depth * 16, 16, pixels),
            _filters[(firstOutput * _shape.Depth)..],
            panels,
            default,
            _bias.IsEmpty ? _bias : _bias.Slice(firstOutput, outputs),
            _y[((firstOutput * pixels) + first)..]));
        _epilogue?.Apply(_y[((firstOutput * pixels) + first)..], outputs, count, pixels);
    }

    private void Pack(int first, int count, Span<float> panels)
    {
        Span<int> runs = stackalloc int[32];
        int width = _shape.Window.OutputWidth;
        for (int pixel = first; pixel < first + count; pixel += 16)
        {
            int lanes = Math.Min(16, first + count - pixel);
            int runCount = 0;
            for (int lane = 0; lane < lanes;)
            {
                int x = (pixel + lane) % width;
                runs[runCount++] = ((pixel + lane) / width * _planes.Pitch) + x;
                runs[runCount++] = lane;
                lane += width - x;
            }

            PackPanel(runs[..runCount], lanes, panels.Slice((pixel - first) * _shape.Depth, (16 * _shape.Depth) + 16));
        }
    }

    private void PackPanel(ReadOnlySpan<int> runs, int lanes, Span<float> panel)
    {
        int planeElements = _planes.PlaneElements;
        int reach = ((_shape.GroupInputs - 1) * planeElements) + _offsets[^1] + runs[^2] + 16;
        if (lanes < 16)
            panel.Clear();

        // The last windows of planes that nothing follows: what a whole move would read past the end does not exist.
        int safePlanes = reach <= _phases.Length ? _shape.GroupInputs : _shape.GroupInputs - Math.Min(_shape.GroupInputs, ((reach - _phases.Length) / planeElements) + 1);
        LaneDispatch.Run(new PhasePanels(_phases, planeElements, safePlanes, _offsets, runs, panel));
        for (int plane = safePlanes; plane < _shape.GroupInputs; plane++)
        {
            for (int k = 0; k < _offsets.Length; k++)
            {
                for (int run = 0; run < runs.Length; run += 2)
                {
                    int end = run + 3 < runs.Length ? runs[run + 3] : lanes;
                    ReadOnlySpan<float> source = _phases.Slice((plane * planeElements) + _offsets[k] + runs[run], end - runs[run + 1]);
                    source.CopyTo(panel[((((plane * _offsets.Length) + k) * 16) + runs[run + 1])..]);
                }
            }
        }
    }

    private static int BlockCount(in ConvolutionShape shape)
    {
        int block = BlockPanels(shape) * 16;
        return (shape.Window.OutputElements + block - 1) / block;
    }

    /// <summary>An even number of panels, as many as fit half of a usual second-level cache, but not more than a sixteenth of the windows if that is enough.</summary>
    private static int BlockPanels(in ConvolutionShape shape)
    {
        int all = (shape.Window.OutputElements + 15) / 16;
        int fitting = Math.Clamp(CacheElements / Math.Max(1, 16 * shape.Depth), 2, Math.Max(2, (all / 16) + 4));
        return Math.Max(1, Math.Min(fitting & ~1, all));
    }

    private const int LeastParts = 8;
    private const int CacheElements = 1 << 17;
}
