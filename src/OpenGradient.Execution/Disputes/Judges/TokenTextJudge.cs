using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>TokenText</c>: the token in which the byte lies, a token in each term; then the byte.</summary>
internal sealed class TokenTextJudge : ISizeJudge, IDisputeOperator
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => this.InferBySize(step, output);

    /// <inheritdoc/>
    public Derivation DeriveSize(JudgedStep step, int output) => new([Size(step, step.Input(0).Count)], static results => results[0]);

    /// <inheritdoc/>
    public ValueHeader Header(JudgedStep step, int output, ulong size) => new(ElementType.UInt8, [checked((int)size)]);

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step) =>
        AnswerText.Run(step.Input(0).ReadTensor(), TokenPieces.Of(step.Input(1).ReadTensor(), step.Input(2).ReadTensor()));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput answer = step.Input(0);
        var pieces = new JudgedPieces(step.Input(1), step.Input(2));
        var place = new Phase(
            answer.Count,
            [0, 0, 0],
            (index, _, lanes) =>
            {
                ulong length = pieces.Length(answer.Integer(index));
                if (lanes[0] <= (ulong)element && (ulong)element < lanes[0] + length)
                    (lanes[1], lanes[2]) = ((ulong)index, (ulong)element - lanes[0]);
                lanes[0] += length;
            },
            static lanes => (lanes[1] << 32) | lanes[2]);
        return new Derivation([place], results => pieces.Byte(answer.Integer((long)(results[0] >> 32)), (long)(results[0] & uint.MaxValue)));
    }

    /// <summary>How many bytes the first tokens of an answer have. The answer and what tokens decode to are inputs 0, 1 and 2.</summary>
    public static Phase Size(JudgedStep step, long tokenCount) => Size(step.Input(0), new JudgedPieces(step.Input(1), step.Input(2)), tokenCount);

    /// <inheritdoc cref="Size(JudgedStep, long)"/>
    public static Phase Size(JudgedInput answer, JudgedPieces pieces, long tokenCount) =>
        Phase.Words(tokenCount, 0, (index, _, sum) => sum + pieces.Length(answer.Integer(index)));
}
