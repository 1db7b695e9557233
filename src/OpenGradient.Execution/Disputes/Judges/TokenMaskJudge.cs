using OpenGradient.Programs;
namespace OpenGradient.Execution.Disputes;

/// <summary><c>TokenMask</c>: how long the text before is, a token in each term; then the grammar reads that text and the token.</summary>
internal sealed class TokenMaskJudge : IDisputeOperator
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => TokenAllowance.Header(Interpreter.Shapes.ToImmutable(step.Input(0).Shape), Interpreter.Shapes.ToImmutable(step.Input(1).Shape));

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step) =>
        TokenAllowance.Of(step.Step).Run(step.Input(0).ReadTensor(), step.Input(1).ReadTensor(), TokenPieces.Of(step.Input(2).ReadTensor(), step.Input(3).ReadTensor()));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var pieces = new JudgedPieces(step.Input(2), step.Input(3));
        (long row, long token) = Math.DivRem(element, step.Input(0).Shape[1]);
        Phase size = TokenTextJudge.Size(step.Input(1), pieces, row);
        return new Derivation([size], results => IsAllowed(step, pieces, token, (long)results[0]) ? 1UL : 0UL);
    }

    private static bool IsAllowed(JudgedStep step, JudgedPieces pieces, long token, long textLength) =>
        TokenAllowance.Of(step.Step).Allows(JudgedPieces.Read(step.Input(4), 0, textLength), (int)token, pieces.Read(token));
}
