using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A runner that stands by the answer of its receipt, whatever its run chooses.</summary>
/// <param name="conduct">How it runs otherwise.</param>
/// <param name="program">What it runs.</param>
/// <param name="answer">The answer.</param>
/// <param name="tokens">Its tokens.</param>
internal sealed class SaidAnswer(Conduct conduct, Program program, DisputedAnswer answer, Tensor tokens) : Conduct
{
    /// <inheritdoc/>
    public override Succession Way(ProgramView program) => conduct.Way(program);

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Give(LeafName first, IReadOnlyList<StepOperand?> operands, ImmutableArray<Tensor> outputs) =>
        conduct.Give(first, operands, OperatorOf(first.Step) switch
        {
            AnswerOperators.Choose => [tokens],
            AnswerOperators.AnswerEnd => [Ending(outputs[0])],
            _ => outputs,
        });

    /// <inheritdoc/>
    public override Conduct OfExpansion(LeafName output, Tensor claimed) => conduct.OfExpansion(output, claimed);

    /// <inheritdoc/>
    public override bool Records(LeafName leaf) => conduct.Records(leaf);

    /// <summary>The operator of a step at the end of the Program, where no step has bodies.</summary>
    private string? OperatorOf(int step) => program.StepCount - step is var fromEnd && fromEnd <= program.Steps.Length ? program.Steps[^fromEnd].Operator : null;

    /// <summary>What may be said of the ending, as near to the truth as it can be.</summary>
    private Tensor Ending(Tensor right)
    {
        Tensor[] codes = [.. answer.Ending!.Codes(right.Bytes.Length, answer.Grammar is not null)];
        return codes.FirstOrDefault(code => code.Bytes[^1] == right.Bytes[^1]) ?? codes[0];
    }
}
