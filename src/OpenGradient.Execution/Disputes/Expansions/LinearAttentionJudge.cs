using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>LinearAttention</c>: the elements of one column of the state, one after the other through all rows. With beta, what each row brings in is worked out first.</summary>
internal sealed class LinearAttentionJudge : IExpandingJudge
{
    private const int Beta = 5;

    /// <inheritdoc/>
    public bool ExpandsHeader => false;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (JudgedHeads queries, JudgedHeads keys, JudgedHeads values) = Operands(step);
        int batch = queries.Value.Shape[0];
        return output == 1
            ? new ValueHeader(ElementType.Float32, [batch, keys.HeadCount, keys.HeadDim, values.HeadDim])
            : new ValueHeader(ElementType.Float32, [batch, queries.PositionCount, queries.HeadCount * values.HeadDim]);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedHeads queries, JudgedHeads keys, JudgedHeads values) = Operands(step);
        if (output == 1)
        {
            (long state, long place) = Math.DivRem(element, values.HeadDim);
            (long matrix, long row) = Math.DivRem(state, keys.HeadDim);
            var own = new LinearColumn(keys, matrix, place, values.HeadDim, Given(step, 3), Given(step, 4));
            return new Derivation([own.Element(row, queries.PositionCount, at => Value(values, own, at))], static results => results[0]);
        }

        (long batch, long head, long position, long column) = queries.Locate(element, values.HeadDim);
        long kvHead = head / (queries.HeadCount / keys.HeadCount);
        var whole = new LinearColumn(keys, (batch * keys.HeadCount) + kvHead, column, values.HeadDim, Given(step, 3), Given(step, 4));
        long query = queries.At(batch, head, position);
        float scale = step.Attributes.Float("scale", 0f);
        Phase sum = whole.Sum(position + 1, at => Value(values, whole, at), (i, state, total) => MathF.FusedMultiplyAdd(queries.Value.Float(query + i), state, total));
        return new Derivation([sum], results => ElementBits.Of(ElementBits.Float(results[0]) * (scale == 0f ? 1f / MathF.Sqrt(keys.HeadDim) : scale)));
    }

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step) => !step.Has(Beta) ? null : Expansion.Of(reading, step, (sketch, inputs) =>
    {
        int updates = sketch.AddWith(step.Step.Attributes, LinearUpdateJudge.Operator, inputs[1..]);
        int first = sketch.AddMany("LinearAttention", [inputs[0], inputs[1], updates, .. inputs[3..Beta]], 2, [.. step.Step.Attributes.Select(static pair => (pair.Key, pair.Value))]);
        return [first, first + 1];
    });

    private static JudgedInput? Given(JudgedStep step, int input) => step.Has(input) ? step.Input(input) : null;

    private static float Value(JudgedHeads values, LinearColumn column, long row) => values.Value.Float(values.At(column.Batch, column.Head, row) + column.Place);

    private static (JudgedHeads Queries, JudgedHeads Keys, JudgedHeads Values) Operands(JudgedStep step)
    {
        int heads = step.Attributes.Integer("heads", 1);
        int kvHeads = step.Attributes.Integer("kvHeads", heads);
        return (JudgedHeads.Of(step.Input(0), heads), JudgedHeads.Of(step.Input(1), kvHeads), JudgedHeads.Of(step.Input(2), kvHeads));
    }
}
