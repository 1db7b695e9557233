using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>The planes of quantised images in fours: an element holds the bytes, as u8, of four channels of one group, 0 for a channel too many.</summary>
/// <remarks>Taken apart as <see cref="PhasePlanes"/> says, what stands outside being the zero point: sixteen neighbouring elements are four k of sixteen windows.</remarks>
internal readonly ref struct QuadPlanes : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly PhasePlanes _planes;
    private readonly IntegerOperand _x;
    private readonly Span<int> _quads; // [images, groups, fours of channels, plane elements]
    private readonly Span<int> _scratch; // [participants, plane elements of x]

    public QuadPlanes(in ConvolutionShape shape, in PhasePlanes planes, IntegerOperand x, Span<int> quads, Span<int> scratch)
    {
        _shape = shape;
        _planes = planes;
        _x = x;
        _quads = quads;
        _scratch = scratch;
    }

    /// <summary>How many parts there are: planes of four channels, some at a time.</summary>
    public int PartCount => (PlaneCount + PartPlanes - 1) / PartPlanes;

    private int PlaneCount => _shape.BatchCount * _shape.GroupCount * GroupQuads(_shape);

    private int PartPlanes => Math.Max(1, PartElements / Math.Max(1, _shape.Window.PlaneElements));

    /// <summary>How many fours of channels a group has.</summary>
    public static int GroupQuads(in ConvolutionShape shape) => (shape.GroupInputs + 3) / 4;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<int> plane = _scratch.Slice(participant * _shape.Window.PlaneElements, _shape.Window.PlaneElements);
        int end = Math.Min(PlaneCount, (part + 1) * PartPlanes);
        for (int index = part * PartPlanes; index < end; index++)
        {
            int group = index / GroupQuads(_shape);
            int channel = index % GroupQuads(_shape) * 4;
            int start = ((group * _shape.GroupInputs) + channel) * plane.Length;
            ByteQuads.Interleave(_x.Bytes[start..], plane.Length, _shape.GroupInputs - channel, _x.UnsignedFlip, MemoryMarshal.AsBytes(plane));
            _planes.Fill<int>(plane, _quads.Slice(index * _planes.PlaneElements, _planes.PlaneElements), Outside(_shape.GroupInputs - channel));
        }
    }

    private int Outside(int channelCount)
    {
        uint bytes = 0x01010101u >> (8 * Math.Max(0, 4 - channelCount));
        return (int)(bytes * (uint)_x.UnsignedZero(0));
    }

    private const int PartElements = 1 << 13;
}
