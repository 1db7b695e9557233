namespace OpenGradient.Kernels;

/// <summary>The transpose of a convolution of volumes: taps (channel, plane, row, column) ascending, one accumulator for each output.</summary>
/// <remarks>
/// Shapes: x [batch, channels, depth, height, width], w [channels, outputs/groups, kernel depth, kernel height, kernel width]. An output plane is a
/// <see cref="TransposedConvolution"/> of the input planes that reach it, each a channel of its own, in the same order. Aliasing: none.
/// </remarks>
internal static class TransposedVolumeConvolution
{
    /// <summary>Elements of the planes that reach an output plane, of their weights, and of the output plane.</summary>
    public static (int Planes, int Weights, int Output) ScratchElements(in ConvolutionShape shape, in VolumeWindow window)
    {
        int most = checked(shape.GroupInputs * Math.Min(window.KernelDepth, window.OutputDepth));
        return checked((most * window.Plane.OutputElements, most * shape.GroupOutputs * window.Plane.TapCount, shape.GroupOutputs * window.Plane.PlaneElements));
    }

    /// <summary>Runs it; in <paramref name="window"/> the large volume is that of y, as in <see cref="TransposedConvolution"/>.</summary>
    public static void Run(
        in ConvolutionShape shape, in VolumeWindow window, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y,
        Span<float> planes, Span<float> chosenWeights, Span<float> output, Workers workers)
    {
        for (int part = 0; part < shape.BatchCount * shape.GroupCount; part++)
        {
            int group = part % shape.GroupCount;
            ReadOnlySpan<float> source = x.Slice(part * shape.GroupInputs * window.OutputElements, shape.GroupInputs * window.OutputElements);
            ReadOnlySpan<float> groupBias = bias.IsEmpty ? bias : bias.Slice(group * shape.GroupOutputs, shape.GroupOutputs);
            for (int z = 0; z < window.Depth && !workers.IsCancelled; z++)
            {
                int count = Gather(shape, window, source, weights, group, z, planes, chosenWeights);
                TransposedConvolution.Run(new ConvolutionShape(1, count, shape.GroupOutputs, 1, window.Plane), planes, chosenWeights, groupBias, output);
                for (int channel = 0; channel < shape.GroupOutputs; channel++)
                {
                    int target = ((((part * shape.GroupOutputs) + channel) * window.Depth) + z) * window.Plane.PlaneElements;
                    output.Slice(channel * window.Plane.PlaneElements, window.Plane.PlaneElements).CopyTo(y[target..]);
                }
            }
        }
    }

    /// <summary>The pairs (channel, tap) whose tap leads from an input plane to output plane <paramref name="z"/>; how many there are.</summary>
    private static int Gather(
        in ConvolutionShape shape, in VolumeWindow window, ReadOnlySpan<float> source, ReadOnlySpan<float> weights, int group, int z,
        Span<float> planes, Span<float> chosenWeights)
    {
        int planeSize = window.Plane.OutputElements;
        int taps = window.Plane.TapCount;
        int count = 0;
        for (int channel = 0; channel < shape.GroupInputs; channel++)
        {
            for (int tap = 0; tap < window.KernelDepth; tap++)
            {
                int distance = z - window.InputZ(0, tap);
                if (distance < 0 || distance % window.StrideZ != 0 || distance / window.StrideZ >= window.OutputDepth)
                    continue;
                int plane = (channel * window.OutputDepth) + (distance / window.StrideZ);
                source.Slice(plane * planeSize, planeSize).CopyTo(planes[(count * planeSize)..]);
                for (int output = 0; output < shape.GroupOutputs; output++)
                {
                    int filter = (((((group * shape.GroupInputs) + channel) * shape.GroupOutputs) + output) * window.KernelDepth) + tap;
                    weights.Slice(filter * taps, taps).CopyTo(chosenWeights[(((count * shape.GroupOutputs) + output) * taps)..]);
                }

                count++;
            }
        }

        return count;
    }
}
