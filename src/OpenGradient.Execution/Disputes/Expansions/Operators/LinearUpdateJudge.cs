using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>
/// <c>LinearUpdate</c>, in the expansion of <c>LinearAttention</c>: what each row brings into the state, as many numbers as a value has. Inputs: keys, values, state before?, decay?, beta.
/// </summary>
/// <remarks>It depends on what the state held before the row, and so on the rows before, which come before it in the output.</remarks>
internal sealed class LinearUpdateJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "LinearUpdate";

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Float32, Interpreter.Shapes.ToImmutable(step.Input(1).Shape));

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        (JudgedHeads keys, JudgedHeads values) = Operands(step);
        float[] updates = new float[step.Input(1).Count];
        for (long matrix = 0; matrix < (long)step.Input(0).Shape[0] * keys.HeadCount; matrix++)
        {
            LinearColumn first = Column(step, matrix, 0);
            float[] Rows(Func<long, long, float> element) =>
                [.. Enumerable.Range(0, keys.PositionCount * keys.HeadDim).Select(at => element(at % keys.HeadDim, at / keys.HeadDim))];
            (float[] Keys, float[] Factors) rows = (Rows(first.Key), Rows(first.Factor));
            for (int place = 0; place < values.HeadDim; place++)
                Run(step, Column(step, matrix, place), rows, updates);
        }

        return Tensor.Create<float>(ElementType.Float32, Infer(step, 0).Shape, updates);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (_, JudgedHeads values) = Operands(step);
        (long batch, long head, long row, long place) = values.Locate(element, values.HeadDim);
        LinearColumn column = Column(step, (batch * values.HeadCount) + head, place);
        float Earlier(long at) => ElementBits.Float(step.Earlier(values.At(batch, head, at) + place));
        Phase read = column.Sum(row, Earlier, (i, state, total) => MathF.FusedMultiplyAdd(column.Key(i, row), column.Decayed(i, row, state), total));
        return new Derivation([read], results => ElementBits.Of(Update(step, column, row, ElementBits.Float(results[0]))));
    }

    /// <summary>One column through all rows.</summary>
    private static void Run(JudgedStep step, LinearColumn column, (float[] Keys, float[] Factors) rows, float[] updates)
    {
        (JudgedHeads keys, JudgedHeads values) = Operands(step);
        float[] state = [.. Enumerable.Range(0, keys.HeadDim).Select(i => column.Start(i))];
        for (int row = 0; row < keys.PositionCount; row++)
        {
            ReadOnlySpan<float> key = rows.Keys.AsSpan(row * state.Length, state.Length);
            float read = 0f;
            for (int i = 0; i < state.Length; i++)
            {
                state[i] *= rows.Factors[(row * state.Length) + i];
                read = MathF.FusedMultiplyAdd(key[i], state[i], read);
            }

            float update = Update(step, column, row, CanonicalNaN.Of(read));
            updates[values.At(column.Batch, column.Head, row) + column.Place] = update;
            for (int i = 0; i < state.Length; i++)
                state[i] = MathF.FusedMultiplyAdd(key[i], update, state[i]);
        }
    }

    /// <summary>(value - what was read) · beta.</summary>
    private static float Update(JudgedStep step, LinearColumn column, long row, float read)
    {
        (JudgedHeads keys, JudgedHeads values) = Operands(step);
        float value = values.Value.Float(values.At(column.Batch, column.Head, row) + column.Place);
        float beta = LinearColumn.PerHead(step.Input(4), keys.HeadCount, (column.Batch * keys.PositionCount) + row, column.Head, 0);
        return CanonicalNaN.Of(CanonicalNaN.Of(value - read) * beta);
    }

    private static LinearColumn Column(JudgedStep step, long matrix, long place)
    {
        (JudgedHeads keys, JudgedHeads values) = Operands(step);
        return new LinearColumn(keys, matrix, place, values.HeadDim, step.Has(2) ? step.Input(2) : null, step.Has(3) ? step.Input(3) : null);
    }

    private static (JudgedHeads Keys, JudgedHeads Values) Operands(JudgedStep step)
    {
        int heads = step.Attributes.Integer("kvHeads", step.Attributes.Integer("heads", 1));
        return (JudgedHeads.Of(step.Input(0), heads), JudgedHeads.Of(step.Input(1), heads));
    }
}
