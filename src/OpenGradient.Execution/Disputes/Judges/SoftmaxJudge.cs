using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Softmax</c> and <c>LogSoftmax</c>: the largest of the row, then the sum of the exponentials, then the element.</summary>
internal sealed class SoftmaxJudge(bool isLogarithm) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        int axis = step.Axis(step.Attributes.Integer("axis", -1), x.Shape.Length);
        (long first, int stride, _) = Position.Line(x.Shape, axis, element);
        int count = x.Shape[axis];
        float Shifted(long place, ulong largest) => x.Float(place) - ElementBits.Float(largest);
        Phase largest = Phase.Row(default(MaxReducer), count, (i, _) => x.Float(first + (i * stride)));
        Phase sum = Phase.Row(default(SumReducer), count, (i, results) => CanonicalNaN.Of(Exp.Of(Shifted(first + (i * stride), results[0]))));
        return new Derivation([largest, sum], results =>
        {
            float shifted = Shifted(element, results[0]);
            float total = ElementBits.Float(results[1]);
            return ElementBits.Of(isLogarithm ? shifted - CanonicalNaN.Of(Log.Of(total)) : CanonicalNaN.Of(Exp.Of(shifted)) / total);
        });
    }
}
