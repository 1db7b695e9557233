namespace OpenGradient.Kernels;

/// <summary>A convolution cut into blocks of windows of one image and one group: the windows are packed, then multiplied.</summary>
internal readonly ref struct ConvolutionBlocks(
    ConvolutionShape shape,
    int blockPixels,
    int blockElements,
    ReadOnlySpan<float> x,
    ReadOnlySpan<float> filters,
    ReadOnlySpan<float> bias,
    Span<float> y,
    Span<float> scratch) : IWorkBody
{
    private readonly ConvolutionShape _shape = shape;
    private readonly int _blocksPerPlane = (shape.Window.OutputElements + blockPixels - 1) / blockPixels;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _filters = filters; // strips for each group
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly Span<float> _y = y;
    private readonly Span<float> _scratch = scratch; // [participants, block elements]

    /// <summary>How many blocks there are.</summary>
    public int PartCount => checked(_shape.BatchCount * _shape.GroupCount * _blocksPerPlane);

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int plane = part / _blocksPerPlane; // image · groups + group
        int group = plane % _shape.GroupCount;
        int first = part % _blocksPerPlane * blockPixels;
        int pixels = _shape.Window.OutputElements;
        int count = Math.Min(blockPixels, pixels - first);
        int inputs = _shape.GroupInputs * _shape.Window.PlaneElements;
        int outputs = _shape.GroupOutputs * pixels;
        Span<float> panels = _scratch.Slice(participant * blockElements, blockElements);
        WindowPanels.Pack(_shape.Window, _shape.GroupInputs, _x.Slice(plane * inputs, inputs), first, count, panels);
        LaneDispatch.Run(new ProductKernel(
            new ProductShape(_shape.GroupOutputs, _shape.Depth, count, _shape.Depth * 16, 16, pixels),
            _filters[(group * PackedFilters.GroupElements(_shape.GroupOutputs, _shape.Depth))..],
            panels,
            default,
            _bias.IsEmpty ? _bias : _bias.Slice(group * _shape.GroupOutputs, _shape.GroupOutputs),
            _y.Slice((plane * outputs) + first, outputs - first)));
    }
}
