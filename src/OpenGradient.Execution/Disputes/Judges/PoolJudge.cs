using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>AveragePool</c> and <c>SumPool</c>: the taps of a window, one term each; taps in the padding leave the lane as it is.</summary>
internal sealed class PoolJudge(bool isAverage) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => JudgedWindow.PoolHeader(step, step.Input(0).Type);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        var window = JudgedWindow.OfPool(step);
        (long plane, long place) = Math.DivRem(element, Shapes.ElementCount(window.Output));
        long first = plane * Shapes.ElementCount(x.Shape, 2, x.Shape.Length);
        Phase taps = Phase.Chain(window.TapCount, 0f, (tap, _, before) => window.Tap(place, tap) is >= 0 and long at ? before + x.Float(first + at) : before);
        bool countsPadding = step.Attributes.Flag("count_include_pad", false);
        return new Derivation([taps], results => isAverage
            ? ElementBits.Of(ElementBits.Float(results[0]) / window.Inside(place, countsPadding))
            : results[0]);
    }
}
