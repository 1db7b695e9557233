namespace OpenGradient.Kernels;

/// <summary>A convolution cut into bands of windows and strips of filters.</summary>
/// <remarks>Sizes follow from the shape only. A participant that goes on with other filters of the same band copies its input once.</remarks>
internal readonly ref struct ConvolutionBlocks : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly ConvolutionPlan _plan;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<int> _masks;
    private readonly ReadOnlySpan<float> _x;
    private readonly ReadOnlySpan<float> _filters; // strips for each group
    private readonly SumFinish _finish;
    private readonly Span<float> _y;
    private readonly Span<float> _scratch; // [participants, sums and planes]
    private readonly Span<int> _filled; // [participants], the unit whose input lies in its scratch memory
    private readonly Epilogue? _epilogue;

    public ConvolutionBlocks(
        in ConvolutionShape shape,
        in ConvolutionPlan plan,
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<int> masks,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> filters,
        SumFinish finish,
        Span<float> y,
        Span<float> scratch,
        Span<int> filled,
        Epilogue? epilogue)
    {
        _shape = shape;
        _plan = plan;
        _offsets = offsets;
        _masks = masks;
        _x = x;
        _filters = filters;
        _finish = finish;
        _y = y;
        _scratch = scratch;
        _filled = filled;
        _epilogue = epilogue;
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int firstUnit = part / _plan.BlocksDown * _plan.UnitsInPart;
        int firstOutput = part % _plan.BlocksDown * _plan.BlockOutputs;
        int outputs = Math.Min(_plan.BlockOutputs, _shape.GroupOutputs - firstOutput);
        int end = Math.Min(firstUnit + _plan.UnitsInPart, _plan.UnitCount);
        for (int unit = firstUnit; unit < end; unit++)
            RunUnit(unit, firstOutput, outputs, participant);
    }

    /// <summary>One band of one group of one image.</summary>
    private void RunUnit(int unit, int firstOutput, int outputCount, int participant)
    {
        int plane = unit / _plan.Bands.Count; // image · groups + group
        WindowBand band = _plan.Bands[unit % _plan.Bands.Count];
        Span<float> scratch = _scratch.Slice(participant * _plan.ScratchElements, _plan.ScratchElements);
        Span<float> sums = scratch[.._plan.SumElements];
        ReadOnlySpan<float> x = Input(unit, plane, band, scratch[_plan.SumElements..], participant);
        int pixels = _shape.Window.OutputElements;
        int group = plane % _shape.GroupCount;
        ReadOnlySpan<float> filters = _filters[(group * PackedFilters.GroupElements(_shape.GroupOutputs, _shape.Depth))..];
        int place = (plane * _shape.GroupOutputs * pixels) + (band.Row * _shape.Window.OutputWidth) + band.Column;
        SumFinish finish = _finish.At(group * _shape.GroupOutputs, place);
        Span<float> y = _y[place..];
        if (PackedFilters.IsNarrow(_shape.GroupOutputs))
        {
            RunNarrow(x, filters, finish, band.WindowCount, y);
            return;
        }

        for (int output = firstOutput; output < firstOutput + outputCount; output += FilterStrips.Width)
        {
            int outputs = Math.Min(FilterStrips.Width, _shape.GroupOutputs - output);
            LaneDispatch.Run(new ConvolutionKernel(
                outputs, _plan.Windows(band), pixels, x, _offsets, filters[(output * _shape.Depth)..], finish.At(output, output * pixels), sums, y[(output * pixels)..]));
            _epilogue?.Apply(y[(output * pixels)..], outputs, band.WindowCount, pixels);
        }
    }

    /// <summary>All outputs of a group that has few.</summary>
    private void RunNarrow(ReadOnlySpan<float> x, ReadOnlySpan<float> filters, SumFinish finish, int windowCount, Span<float> y)
    {
        for (int output = 0; output < _shape.GroupOutputs; output++)
        {
            Span<float> row = y.Slice(output * _shape.Window.OutputElements, windowCount);
            LaneDispatch.Run(new NarrowKernel(x, _offsets, filters.Slice(output * _shape.Depth, _shape.Depth), finish.Bias(output), finish.Least, row));
            _epilogue?.Apply(row);
        }
    }

    /// <summary>What the windows of a band see: the planes themselves, or their copies.</summary>
    private ReadOnlySpan<float> Input(int unit, int plane, in WindowBand band, Span<float> copies, int participant)
    {
        if (_plan.IsInPlace)
            return _x[((plane * _shape.GroupInputs * _shape.Window.PlaneElements) + band.Column)..];
        if (_filled[participant] == unit)
            return copies;
        _plan.Planes.Fill(_x, plane * _shape.GroupInputs, _shape.GroupInputs, band, _masks, 0f, copies);
        _filled[participant] = unit;
        return copies;
    }
}
