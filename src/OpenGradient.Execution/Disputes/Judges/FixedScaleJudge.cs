using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>FixedScale</c>: one term, which reads an element, its multiplier, and what the table has for the quotient.</summary>
internal sealed class FixedScaleJudge : IJudge
{
    private const int TableMiddle = 1 << 15;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) =>
        new(step.Has(2) ? step.Input(2).Type : ElementType.Int64, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput multipliers) = (step.Input(0), step.Input(1));
        int shift = step.Attributes.Integer("shift", 32);
        long Multiplier() => multipliers.Integer(multipliers.Count == 1 ? 0 : Position.Index(x.Shape, element)[step.Axis(step.Attributes.Integer("axis", -1), x.Shape.Length)]);
        return new Derivation(() =>
        {
            var product = checked(((Int128)x.Integer(element) * Multiplier()) + (1L << (shift - 1)));
            long quotient = checked((long)(product >> shift));
            return step.Has(2) ? step.Input(2).Bits(checked(quotient + TableMiddle)) : unchecked((ulong)quotient);
        });
    }
}
