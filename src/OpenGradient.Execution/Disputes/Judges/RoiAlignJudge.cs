using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>RoiAlign</c>: the corners of a region and its image, then the taps of a bin, one term each.</summary>
internal sealed class RoiAlignJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) =>
        new(step.Input(0).Type, [step.Input(1).Shape[0], step.Input(0).Shape[1], Size(step, "output_height"), Size(step, "output_width")]);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        bool isMax = step.Attributes.Name("mode", "avg") == "max";
        var alignment = new RoiAlignment(
            x.Shape[2], x.Shape[3], Size(step, "output_height"), Size(step, "output_width"), step.Attributes.Integer("sampling_ratio", 0),
            step.Attributes.Float("spatial_scale", 1f), step.Attributes.Flag("half_pixel", true), isMax);
        (long line, long bin) = Math.DivRem(element, (long)alignment.OutputHeight * alignment.OutputWidth);
        (long region, long channel) = Math.DivRem(line, x.Shape[1]);
        float[] corners = [.. Enumerable.Range(0, 4).Select(i => step.Input(1).Float((4 * region) + i))];
        (int Down, int Across) samples = alignment.SampleCounts(corners) ?? throw step.Error("a bin has too many samples");
        int[] places = new int[4 * samples.Down * samples.Across];
        float[] weights = new float[places.Length];
        int count = alignment.Taps(corners, (int)bin, samples, places, weights);
        long first = ((step.Input(2).Integer(region) * x.Shape[1]) + channel) * x.Shape[2] * x.Shape[3];
        if (!isMax)
            return new Derivation([TapSum.Of(x, first, places[..count], weights)], results => ElementBits.Of(ElementBits.Float(results[0]) / Math.Max(1, samples.Down * samples.Across)));
        Phase largest = Phase.Chain(
            count, count == 0 ? 0f : float.NegativeInfinity, (tap, _, before) => MathF.Max(before, CanonicalNaN.Of(weights[tap] * x.Float(first + places[tap]))));
        return new Derivation([largest], static results => results[0]);
    }

    private static int Size(JudgedStep step, string name) => step.Attributes.Integer(name, 1);
}
