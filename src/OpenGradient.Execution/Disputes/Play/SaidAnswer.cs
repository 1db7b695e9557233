using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A runner that stands by the answer of its receipt, whatever its run chooses.</summary>
/// <param name="conduct">How it runs otherwise.</param>
/// <param name="choice">The step that chooses the tokens.</param>
/// <param name="answer">The answer's tokens.</param>
internal sealed class SaidAnswer(Conduct conduct, int choice, Tensor answer) : Conduct
{
    /// <inheritdoc/>
    public override Succession Way(ProgramView program) => conduct.Way(program);

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Give(LeafName first, IReadOnlyList<StepOperand?> operands, ImmutableArray<Tensor> outputs) =>
        conduct.Give(first, operands, first.Step == choice ? [answer] : outputs);

    /// <inheritdoc/>
    public override Conduct OfExpansion(LeafName output, Tensor claimed) => conduct.OfExpansion(output, claimed);

    /// <inheritdoc/>
    public override bool Records(LeafName leaf) => conduct.Records(leaf);
}
