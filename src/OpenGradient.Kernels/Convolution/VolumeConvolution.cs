namespace OpenGradient.Kernels;

/// <summary>The convolution of volumes: k = (channel, plane, row, column) ascending, one accumulator for each output.</summary>
/// <remarks>
/// Shapes: x [batch, inputs, depth, height, width], w [outputs, inputs/groups, kernel depth, kernel height, kernel width], bias [outputs] or empty.
/// An output plane is a <see cref="Convolution"/> of planes in which each input plane under the window is a channel of its own: the order of k is
/// the same. Planes outside are +0 and take part. Aliasing: none.
/// </remarks>
internal static class VolumeConvolution
{
    /// <summary>Elements of the planes under a window, of the output plane, and of what <see cref="Convolution"/> takes.</summary>
    public static (int Planes, int Output, int Inner) ScratchElements(in ConvolutionShape shape, in VolumeWindow window, int participantCount)
    {
        ConvolutionShape flat = Flat(shape, window);
        return checked((flat.InputChannels * window.Plane.PlaneElements, flat.OutputChannels * window.Plane.OutputElements, Convolution.ScratchElements(flat, participantCount)));
    }

    /// <summary>Runs it; the window of <paramref name="shape"/> is not read.</summary>
    public static void Run(
        in ConvolutionShape shape, in VolumeWindow window, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y,
        Span<float> planes, Span<float> output, Span<float> inner, Workers workers)
    {
        ConvolutionShape flat = Flat(shape, window);
        int weightElements = flat.OutputChannels * flat.Depth;
        for (int part = 0; part < shape.BatchCount * shape.GroupCount; part++)
        {
            int group = part % shape.GroupCount;
            ReadOnlySpan<float> source = x.Slice(part * shape.GroupInputs * window.VolumeElements, shape.GroupInputs * window.VolumeElements);
            for (int z = 0; z < window.OutputDepth && !workers.IsCancelled; z++)
            {
                Gather(window, shape.GroupInputs, source, z, planes);
                Convolution.Run(
                    flat, planes, weights.Slice(group * weightElements, weightElements),
                    bias.IsEmpty ? bias : bias.Slice(group * flat.OutputChannels, flat.OutputChannels), output, inner, workers);
                for (int channel = 0; channel < flat.OutputChannels; channel++)
                {
                    int target = ((((part * flat.OutputChannels) + channel) * window.OutputDepth) + z) * window.Plane.OutputElements;
                    output.Slice(channel * window.Plane.OutputElements, window.Plane.OutputElements).CopyTo(y[target..]);
                }
            }
        }
    }

    private static void Gather(in VolumeWindow window, int channels, ReadOnlySpan<float> source, int z, Span<float> planes)
    {
        int size = window.Plane.PlaneElements;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < window.KernelDepth; tap++)
            {
                int inputZ = window.InputZ(z, tap);
                Span<float> plane = planes.Slice(((channel * window.KernelDepth) + tap) * size, size);
                if (inputZ >= 0 && inputZ < window.Depth)
                    source.Slice(((channel * window.Depth) + inputZ) * size, size).CopyTo(plane);
                else
                    plane.Clear();
            }
        }
    }

    private static ConvolutionShape Flat(in ConvolutionShape shape, in VolumeWindow window) =>
        new(1, checked(shape.GroupInputs * window.KernelDepth), shape.GroupOutputs, 1, window.Plane);
}
