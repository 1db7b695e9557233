using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>CumSum</c>: the elements before, and but for <c>exclusive</c> the element itself, one term each.</summary>
internal sealed class CumSumJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        int axis = step.Axis(step.Integers(1)[0], x.Shape.Length);
        (long first, int stride, long at) = Position.Line(x.Shape, axis, element);
        bool isReversed = step.Attributes.Flag("reverse", false);
        long last = x.Shape[axis] - 1L;
        long count = (isReversed ? last - at : at) + (step.Attributes.Flag("exclusive", false) ? 0 : 1);
        long Source(long term) => first + ((isReversed ? last - term : term) * stride);
        if (x.Type == ElementType.Float32)
            return new Derivation([Phase.Chain(count, 0f, (term, _, sum) => sum + x.Float(Source(term)))], static results => results[0]);
        ulong mask = x.Type == ElementType.Int32 ? uint.MaxValue : ulong.MaxValue;
        return new Derivation([Phase.Chain(count, 0L, (term, sum) => unchecked(sum + x.Integer(Source(term))))], results => results[0] & mask);
    }
}
