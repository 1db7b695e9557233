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
        long Take(long term, long best) => IsBetter(x, first + ((term + 1) * stride), first + (best * stride), picksLast) ? term + 1 : best;
        return new Derivation([Phase.Chain(count - 1L, 0L, Take)], static results => results[0]);
    }

    private bool IsBetter(JudgedInput x, long candidate, long current, bool picksLast)
    {
        if (x.Type != ElementType.Float32)
            return Compare(x.Integer(candidate).CompareTo(x.Integer(current)), picksLast);
        (float left, float right) = (x.Float(candidate), x.Float(current));
        if (float.IsNaN(left) || float.IsNaN(right))
            return float.IsNaN(left) && (!float.IsNaN(right) || picksLast);
        return Compare(left == right ? 0 : left < right ? -1 : 1, picksLast);
    }

    private bool Compare(int order, bool picksLast) => order == 0 ? picksLast : order > 0 == isLargest;
}
