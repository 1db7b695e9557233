using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>DeformConv</c>: a dot product of a filter and a window, one term for each tap, which reads its offsets, up to four elements around it, and its mask.</summary>
internal sealed class DeformConvJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) =>
        new(ElementType.Float32, Shapes.ToImmutable([step.Input(0).Shape[0], step.Input(1).Shape[0], .. Window(step).Output]));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput weights) = (step.Input(0), step.Input(1));
        JudgedWindow window = Window(step);
        int outputChannels = weights.Shape[0];
        long taps = window.TapCount;
        (long plane, long place) = Math.DivRem(element, Shapes.ElementCount(window.Output));
        (long image, long channel) = Math.DivRem(plane, outputChannels);
        long firstChannel = channel / (outputChannels / step.Attributes.Integer("group", 1)) * weights.Shape[1];
        float Tap(long k) => Read(step, window, image, firstChannel + (k / taps), k % taps, place);
        Phase dot = Phase.Dot(weights.Shape[1] * taps, k => weights.Float((channel * weights.Shape[1] * taps) + k), Tap);
        return new Derivation([dot], results => Bias.Add(step, 3, channel, ElementBits.Float(results[0])));
    }

    private static JudgedWindow Window(JudgedStep step) => new(step, step.Input(0).Shape[2..], step.Input(1).Shape[2..]);

    private static float Read(JudgedStep step, JudgedWindow window, long image, long channel, long tap, long place)
    {
        JudgedInput x = step.Input(0);
        int groups = step.Attributes.Integer("offset_group", 1);
        long outputs = Shapes.ElementCount(window.Output);
        long field = ((image * groups) + (channel / (x.Shape[1] / groups))) * window.TapCount + tap;
        long[] at = window.Source(place, tap);
        double row = at[0] + (double)step.Input(2).Float((2 * field * outputs) + place);
        double column = at[1] + (double)step.Input(2).Float((((2 * field) + 1) * outputs) + place);
        int[] places = new int[4];
        float[] shares = new float[4];
        int count = BilinearTaps.Inside(row, column, x.Shape[2], x.Shape[3], places, shares);
        long first = ((image * x.Shape[1]) + channel) * x.Shape[2] * x.Shape[3];
        float sum = 0f;
        for (int i = 0; i < count; i++)
            sum = MathF.FusedMultiplyAdd(shares[i], x.Float(first + places[i]), sum);
        return CanonicalNaN.Of(step.Has(4) ? sum * step.Input(4).Float((field * outputs) + place) : sum);
    }
}
