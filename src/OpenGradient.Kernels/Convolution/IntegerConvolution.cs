using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[n,m,p] = Σ_k (w[m,k] - zw[m]) · (x[n, tap k of window p] - zx): exact integers, wrapping modulo 2^32.</summary>
/// <remarks>
/// Shapes as <see cref="Convolution"/>, without a bias. Taps outside the plane are the zero point: they add nothing. Aliasing: none.
/// Windows out of proportion to their planes are walked by the definition.
/// </remarks>
internal static partial class IntegerConvolution
{
    /// <summary>How many bytes of scratch memory <see cref="Run"/> takes.</summary>
    public static int ScratchBytes(in ConvolutionShape shape, int participantCount = 1) => TryPlan(shape, out PhasePlanes planes)
        ? checked((FilterElements(shape) + PlaneElements(shape, planes) + (IntegerWindows.ScratchElements(shape) * participantCount)) * sizeof(short))
        : 0;

    /// <summary>Runs the convolution; x has one zero point, the weights have one for all or for each output plane.</summary>
    public static void Run(in ConvolutionShape shape, IntegerOperand x, IntegerOperand weights, Span<int> y, Span<byte> scratch, Workers workers = default)
    {
        if (!TryPlan(shape, out PhasePlanes planes))
        {
            RunScalar(shape, x, weights, y);
            return;
        }

        Span<int> offsets = stackalloc int[PhasePlanes.MaxTaps];
        offsets = offsets[..shape.Window.TapCount];
        planes.TapOffsets(offsets);
        Span<short> elements = MemoryMarshal.Cast<byte, short>(scratch);
        Span<short> filters = elements[..FilterElements(shape)];
        Span<short> phases = elements.Slice(filters.Length, PlaneElements(shape, planes));
        Span<short> rest = elements[(filters.Length + phases.Length)..];
        for (int group = 0; group < shape.GroupCount; group++)
        {
            IntegerOperand own = weights.Rows(group * shape.GroupOutputs, shape.GroupOutputs, shape.Depth);
            IntegerStrips.Pack(own, 0, shape.GroupOutputs, shape.Depth, filters, rest);
            for (int image = 0; image < shape.BatchCount && !workers.IsCancelled; image++)
            {
                int part = (image * shape.GroupCount) + group;
                Fill(shape, planes, x, part, phases);
                int outputs = shape.GroupOutputs * shape.Window.OutputElements;
                var windows = new IntegerWindows(shape, planes, offsets, phases, filters, y.Slice(part * outputs, outputs), rest);
                workers.For(in windows, windows.PartCount);
            }
        }
    }

    /// <summary>The planes that one group of one image reads, as 16-bit numbers, taken apart.</summary>
    private static void Fill(in ConvolutionShape shape, in PhasePlanes planes, IntegerOperand x, int part, Span<short> phases)
    {
        int elements = shape.Window.PlaneElements;
        Span<short> plane = phases[^elements..];
        for (int channel = 0; channel < shape.GroupInputs; channel++)
        {
            IntegerStrips.Widen(x, ((part * shape.GroupInputs) + channel) * elements, x.ZeroPoint(0), plane);
            planes.Fill<short>(plane, phases.Slice(channel * planes.PlaneElements, planes.PlaneElements));
        }
    }

    private static bool TryPlan(in ConvolutionShape shape, out PhasePlanes planes)
    {
        planes = default;
        return shape.Depth > 0 && PhasePlanes.TryCreate(shape.Window, out planes);
    }

    private static int FilterElements(in ConvolutionShape shape) => IntegerStrips.ElementCount(shape.GroupOutputs, shape.Depth);

    /// <summary>The planes taken apart, sixteen elements that a move may read, and one plane to widen in.</summary>
    private static int PlaneElements(in ConvolutionShape shape, in PhasePlanes planes) =>
        checked((shape.GroupInputs * planes.PlaneElements) + 16 + shape.Window.PlaneElements);
}
