using OpenGradient.Programs;
using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>AdjustLogits</c>: whether and how often the tokens before have the one of the logit, a token in each term; then the logit, changed.</summary>
internal sealed class AdjustLogitsJudge : IDisputeOperator
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => LogitChange.Of(step.Step).Header(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step) =>
        LogitChange.Of(step.Step).Run(step.Input(0).ReadTensor(), step.Input(1).ReadTensor());

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var change = LogitChange.Of(step.Step);
        (JudgedInput logits, JudgedInput tokens) = (step.Input(0), step.Input(1));
        (long row, long token) = Math.DivRem(element, logits.Shape[1]);
        var counts = new Phase(
            change.PromptCount + row,
            [0, 0],
            (place, _, lanes) =>
            {
                if (tokens.Integer(place) == token)
                    lanes[place < change.PromptCount ? 0 : 1]++;
            },
            static lanes => (lanes[1] << 1) | (lanes[0] + lanes[1] > 0 ? 1UL : 0UL));
        long first = (change.PromptCount - 1) * (long)logits.Shape[1];
        return new Derivation(
            [counts], results => ElementBits.Of(change.Change(logits.Float(first + element), token, (results[0] & 1) != 0, (long)(results[0] >> 1))));
    }
}
