using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>CumSum</c>, <c>CumProd</c>: the elements before, and but for <c>exclusive</c> the element itself, one term each.</summary>
internal sealed class CumulativeJudge(bool isProduct) : IJudge
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
        var rules = NumberRules.Of(x.Type);
        ulong Element(long term) => x.Bits(first + ((isReversed ? last - term : term) * stride));
        Phase chain = isProduct
            ? Phase.Words(count, rules.One, (term, _, sum) => rules.Mul(sum, Element(term)))
            : Phase.Words(count, rules.Zero, (term, _, sum) => rules.Add(sum, Element(term)));
        return new Derivation([chain], static results => results[0]);
    }
}
