using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Embedding</c>: the token, then the element of the table's row. <c>PositionEmbedding</c>: the element of the row of the position.</summary>
internal sealed class EmbeddingJudge(bool isByPosition) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) =>
        new(ElementType.Float32, [step.Input(1).Count, step.Input(0).Shape[1]]);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput table = step.Input(0);
        return new Derivation(() =>
        {
            (long row, long column) = Math.DivRem(element, table.Shape[1]);
            long token = isByPosition ? row : step.Input(1).Integer(row);
            return token >= 0 && token < table.Shape[0]
                ? ElementBits.Of(table.Float((token * table.Shape[1]) + column))
                : throw step.Error($"token {token} is not one of the vocabulary");
        });
    }
}
