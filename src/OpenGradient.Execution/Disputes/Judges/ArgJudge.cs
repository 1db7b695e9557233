using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>ArgMax</c> and <c>ArgMin</c>: the place of the best so far, one term for each element after the first.</summary>
internal sealed class ArgJudge(bool isLargest) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        int axis = step.Axis(step.Attributes.Integer("axis", 0), x.Length);
        int[] shape = step.Attributes.Flag("keepdims", true) ? [.. x[..axis], 1, .. x[(axis + 1)..]] : [.. x[..axis], .. x[(axis + 1)..]];
        return new ValueHeader(ElementType.Int64, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        int axis = step.Axis(step.Attributes.Integer("axis", 0), x.Shape.Length);
        int stride = StridedCopy.Steps(x.Shape)[axis];
        int count = x.Shape[axis];
        long first = (element / stride * stride * count) + (element % stride);
        bool picksLast = step.Attributes.Flag("select_last_index", false);
        var rules = NumberRules.Of(x.Type);
        long Take(long term, long best)
        {
            (ulong candidate, ulong current) = (x.Bits(first + ((term + 1) * stride)), x.Bits(first + (best * stride)));
            int order = rules.Compare(candidate, current);

            // A NaN is above all numbers, and wins in either direction.
            bool hasNaN = order != 0 && (rules.IsNaN(candidate) || rules.IsNaN(current));
            bool isBetter = order == 0 ? picksLast : order > 0 == (isLargest || hasNaN);
            return isBetter ? term + 1 : best;
        }

        return new Derivation([Phase.Chain(count - 1L, 0L, Take)], static results => results[0]);
    }
}
