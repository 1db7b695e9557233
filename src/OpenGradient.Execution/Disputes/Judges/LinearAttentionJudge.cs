using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>LinearAttention</c>: one column of the state, row after row, one term each; then its product with the query.</summary>
/// <remarks>The lanes are the column: as many as a key has elements. A term reads one head of a key, and single elements.</remarks>
internal sealed class LinearAttentionJudge : IJudge
{
    private static readonly WholeStepJudge Fallback = new();

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
        if (keys.HeadDim * sizeof(ulong) > StatesBody.StateLimitBytes)
            return Fallback.Derive(step, output, element);
        (long batch, long head, long position, long column) = output == 0
            ? queries.Locate(element, values.HeadDim)
            : (element / values.HeadDim / keys.HeadDim / keys.HeadCount, 0, queries.PositionCount - 1L, element % values.HeadDim);
        long kvHead = output == 0 ? head / (queries.HeadCount / keys.HeadCount) : element / values.HeadDim / keys.HeadDim % keys.HeadCount;
        ulong Start(long i) => step.Has(3) ? step.Input(3).Bits((((((batch * keys.HeadCount) + kvHead) * keys.HeadDim) + i) * values.HeadDim) + column) : 0;

        // The first terms bring in the state that there was before, an element each.
        void Take(long term, ulong[] state)
        {
            if (term < state.Length)
                state[term] = Start(term);
            else
                Advance(step, (keys, values), (batch, kvHead, term - state.Length, column), state);
        }

        long terms = keys.HeadDim + position + 1;

        if (output == 1)
        {
            long row = element / values.HeadDim % keys.HeadDim;
            return new Derivation([new Phase(terms, [.. new ulong[keys.HeadDim]], (term, _, state) => Take(term, state), state => state[row])], static results => results[0]);
        }

        float scale = step.Attributes.Float("scale", 0f);
        float Query(ulong[] state)
        {
            float sum = 0f;
            for (int i = 0; i < state.Length; i++)
                sum = MathF.FusedMultiplyAdd(queries.Value.Float(queries.At(batch, head, position) + i), ElementBits.Float(state[i]), sum);
            return sum * (scale == 0f ? 1f / MathF.Sqrt(keys.HeadDim) : scale);
        }

        return new Derivation([new Phase(terms, [.. new ulong[keys.HeadDim]], (term, _, state) => Take(term, state), state => ElementBits.Of(Query(state)))], static results => results[0]);
    }

    private static (JudgedHeads Queries, JudgedHeads Keys, JudgedHeads Values) Operands(JudgedStep step)
    {
        int heads = step.Attributes.Integer("heads", 1);
        int kvHeads = step.Attributes.Integer("kvHeads", heads);
        return (JudgedHeads.Of(step.Input(0), heads), JudgedHeads.Of(step.Input(1), kvHeads), JudgedHeads.Of(step.Input(2), kvHeads));
    }

    private static void Advance(JudgedStep step, (JudgedHeads Keys, JudgedHeads Values) operands, (long Batch, long Head, long Row, long Column) at, ulong[] state)
    {
        (JudgedHeads keys, JudgedHeads values) = operands;
        long line = (at.Batch * keys.PositionCount) + at.Row;
        long key = keys.At(at.Batch, at.Head, at.Row);
        float value = values.Value.Float(values.At(at.Batch, at.Head, at.Row) + at.Column);
        float read = 0f;
        for (int i = 0; i < state.Length; i++)
        {
            if (step.Has(4))
                state[i] = ElementBits.Of(ElementBits.Float(state[i]) * CanonicalNaN.Of(Exp.Of(PerHead(step.Input(4), keys.HeadCount, line, at.Head, i))));
            read = CanonicalNaN.Of(MathF.FusedMultiplyAdd(keys.Value.Float(key + i), ElementBits.Float(state[i]), read));
        }

        if (step.Has(5))
            value = CanonicalNaN.Of(CanonicalNaN.Of(value - read) * PerHead(step.Input(5), keys.HeadCount, line, at.Head, 0));
        for (int i = 0; i < state.Length; i++)
            state[i] = ElementBits.Of(MathF.FusedMultiplyAdd(keys.Value.Float(key + i), value, ElementBits.Float(state[i])));
    }

    /// <summary>One number for a row, one for each head, or one for each element of a key.</summary>
    private static float PerHead(JudgedInput input, int headCount, long line, long head, int element)
    {
        int length = Math.Max(1, input.Shape[2] / headCount);
        return input.Float((line * input.Shape[2]) + (input.Shape[2] < headCount ? 0 : (head * length) + (length == 1 ? 0 : element)));
    }
}
