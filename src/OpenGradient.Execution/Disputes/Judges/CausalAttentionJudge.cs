using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>CausalAttention</c>: for each row up to its own, three times: the largest score, the sum of the exponentials, the mixed values.</summary>
/// <remarks>A term reads one head of a query and of a key: the dot product of a score is not cut any further. Positions before the window change nothing.</remarks>
internal sealed class CausalAttentionJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        int headCount = step.Attributes.Integer("heads", 0);
        int kvHeadCount = step.Attributes.Integer("kvHeads", headCount);
        int headDim = step.Attributes.Integer("headDim", 0);
        float scale = step.Attributes.Float("scale", 1f);
        float cap = step.Attributes.Float("softcap", 0f);
        int window = step.Attributes.Integer("window", 0);
        (JudgedInput query, JudgedInput keys, JudgedInput values) = (step.Input(0), step.Input(1), step.Input(2));
        (long row, long column) = Math.DivRem(element, query.Shape[1]);
        (long head, long within) = Math.DivRem(column, headDim);
        long kvHead = head / (headCount / kvHeadCount);
        long At(long j, long d) => (((j * kvHeadCount) + kvHead) * headDim) + d;
        float Score(long j)
        {
            float dot = 0f;
            for (int d = 0; d < headDim; d++)
                dot = MathF.FusedMultiplyAdd(query.Float((row * query.Shape[1]) + (head * headDim) + d), keys.Float(At(j, d)), dot);
            return cap > 0f ? Tanh.Of(dot * scale / cap) * cap : dot * scale;
        }

        bool IsSeen(long j) => window == 0 || j > row - window;

        float Weight(long j, ulong largest) => CanonicalNaN.Of(Exp.Of(Score(j) - ElementBits.Float(largest)));
        Phase largest = Phase.Chain(row + 1, float.NegativeInfinity, (j, _, m) => IsSeen(j) && Score(j) is var score && m < score ? score : m);
        Phase sum = Phase.Row(default(SumReducer), row + 1, (j, results) => IsSeen(j) ? Weight(j, results[0]) : 0f);
        Phase mixed = Phase.Chain(row + 1, 0f, (j, results, acc) => !IsSeen(j) ? acc : MathF.FusedMultiplyAdd(Weight(j, results[0]), values.Float(At(j, within)), acc));
        return new Derivation([largest, sum, mixed], static results => ElementBits.Of(ElementBits.Float(results[2]) / ElementBits.Float(results[1])));
    }
}
