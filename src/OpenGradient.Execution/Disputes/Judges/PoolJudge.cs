using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>MaxPool</c> and <c>AveragePool</c>: the taps of a window, one term each; taps in the padding leave the lane as it is.</summary>
internal sealed class PoolJudge(bool isAverage) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        return new ValueHeader(step.Input(0).Type, Shapes.ToImmutable([x[0], x[1], .. Window(step).Output]));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        JudgedWindow window = Window(step);
        (long plane, long place) = Math.DivRem(element, Shapes.ElementCount(window.Output));
        long first = plane * Shapes.ElementCount(x.Shape, 2, x.Shape.Length);
        float Take(long tap, float before)
        {
            long at = window.Tap(place, tap);
            return at < 0 ? before : isAverage ? before + x.Float(first + at) : default(Max).Apply(before, x.Float(first + at));
        }

        Phase taps = Phase.Chain(window.TapCount, isAverage ? 0f : float.NegativeInfinity, (tap, _, before) => Take(tap, before));
        bool countsPadding = step.Attributes.Flag("count_include_pad", false);
        return new Derivation([taps], results => isAverage
            ? ElementBits.Of(ElementBits.Float(results[0]) / window.Inside(place, countsPadding))
            : results[0]);
    }

    private static JudgedWindow Window(JudgedStep step) =>
        new(step, step.Input(0).Shape[2..], step.Attributes.Integers("kernel_shape") ?? throw step.Error("kernel_shape is missing"));
}
