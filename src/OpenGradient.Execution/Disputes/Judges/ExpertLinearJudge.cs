using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>ExpertLinear</c>: the chosen expert, then a dot product of the row and a row of its weights, in terms of one product each.</summary>
internal sealed class ExpertLinearJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Float32, [.. step.Input(1).Shape, step.Input(2).Shape[1]]);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput weights) = (step.Input(0), step.Input(2));
        (int outputs, int depth) = (weights.Shape[1], weights.Shape[2]);
        (long place, long column) = Math.DivRem(element, outputs);
        float Term(long k, float sum)
        {
            (long expert, long row) = ChosenExpert.At(step, x, step.Input(1), place, weights.Shape[0]);
            return MathF.FusedMultiplyAdd(weights.Float((((expert * outputs) + column) * depth) + k), x.Float((row * depth) + k), sum);
        }

        return new Derivation([Phase.Chain(depth, 0f, (k, _, sum) => Term(k, sum))], static results => results[0]);
    }
}
