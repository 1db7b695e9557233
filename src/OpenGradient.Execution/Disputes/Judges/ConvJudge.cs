using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Conv</c>, <c>ConvInteger</c>, <c>FixedConv</c>: a dot product of a filter and the window under it, in terms of one tap each; taps in the padding are +0.</summary>
/// <param name="kind">The type of the outputs: <c>f32</c>, <c>i32</c>, <c>i64</c>.</param>
internal sealed class ConvJudge(ElementType kind) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] x, int[] weights) = (step.Input(0).Shape, step.Input(1).Shape);
        return new ValueHeader(kind, Shapes.ToImmutable([x[0], weights[0], .. Window(step).Output]));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput weights) = (step.Input(0), step.Input(1));
        JudgedWindow window = Window(step);
        int outputChannels = weights.Shape[0];
        int groupInputs = weights.Shape[1];
        (long plane, long place) = Math.DivRem(element, Shapes.ElementCount(window.Output));
        (long image, long channel) = Math.DivRem(plane, outputChannels);
        long group = channel / (outputChannels / step.Attributes.Integer("group", 1));
        long firstPlane = (image * x.Shape[1]) + (group * groupInputs);
        long planeElements = Shapes.ElementCount(x.Shape, 2, x.Shape.Length);
        long taps = window.TapCount;
        long Input(long k) => window.Tap(place, k % taps) is >= 0 and long at ? ((firstPlane + (k / taps)) * planeElements) + at : -1;
        long Weight(long k) => (channel * groupInputs * taps) + k;
        if (kind == ElementType.Int32)
            return Derivation.OfInteger(kind, groupInputs * taps, k => Input(k) is >= 0 and long at ? IntegerTerm.Of(step, at, 0, Weight(k), channel) : 0);
        if (kind == ElementType.Int64)
            return Derivation.OfFixed(step, channel, groupInputs * taps, k => Input(k) is >= 0 and long at ? x.Integer(at) * weights.Integer(Weight(k)) : 0);
        Phase dot = Phase.Dot(groupInputs * taps, k => weights.Float(Weight(k)), k => Input(k) is >= 0 and long at ? x.Float(at) : 0f);
        return new Derivation([dot], results => Bias.Add(step, 2, channel, ElementBits.Float(results[0])));
    }

    private static JudgedWindow Window(JudgedStep step) => new(step, step.Input(0).Shape[2..], step.Input(1).Shape[2..]);
}
