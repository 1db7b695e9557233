using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>
/// Attention as a recurrence over a matrix for each head. Inputs: q [batch, rows, heads · keyDim], k [batch, rows, kvHeads · keyDim],
/// v [batch, rows, kvHeads · valueDim], state? [batch, kvHeads, keyDim, valueDim], decay? [batch, rows, kvHeads (· keyDim)],
/// beta? [batch, rows, kvHeads or 1]. Outputs: y [batch, rows, heads · valueDim], the state after the last row.
/// </summary>
/// <remarks>
/// For each row: with decay S[d] = S[d] · exp(decay[d]); with beta v = beta · (v - Sᵀk); S[d, m] = fma(k[d], v[m], S[d, m]); then for each head of the
/// group y[m] = (Σ_d q[d] · S[d, m]) · scale. Sums: acc = fma(…) from +0, d ascending. Without a state S is +0.
/// </remarks>
internal sealed class LinearAttentionOperation(int headCount, int kvHeadCount, float givenScale) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("LinearAttention", 3, 6, 2, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value q = run.Input(0, ElementType.Float32);
        HeadLayout queries = HeadLayout.Of(run, q, headCount, "q");
        HeadLayout keys = HeadLayout.Of(run, run.Input(1, ElementType.Float32), kvHeadCount, "k");
        HeadLayout values = HeadLayout.Of(run, run.Input(2, ElementType.Float32), kvHeadCount, "v");
        if (keys.HeadDim != queries.HeadDim || keys.HeadDim == 0 || !SameRows(keys, queries) || !SameRows(values, queries))
            throw run.Error($"keys {keys} and values {values} do not fit queries {queries}");
        int[] stateShape = [queries.BatchCount, kvHeadCount, keys.HeadDim, values.HeadDim];
        Value? decay = Optional(run, 4, queries, [kvHeadCount, checked(kvHeadCount * keys.HeadDim)]);
        Value? beta = Optional(run, 5, queries, [kvHeadCount, 1]);
        Value y = run.Output(0, ElementType.Float32, queries.BatchCount, queries.PositionCount, checked(headCount * values.HeadDim));
        Value state = run.Output(1, ElementType.Float32, stateShape);
        Start(run, state);
        Span<float> row = run.Scratch<float>(values.HeadDim);
        for (int batch = 0; batch < queries.BatchCount; batch++)
        {
            for (int position = 0; position < queries.PositionCount && !run.Workers.IsCancelled; position++)
            {
                int at = (batch * queries.PositionCount) + position;
                for (int head = 0; head < kvHeadCount; head++)
                {
                    Span<float> matrix = state.Floats.Slice(((batch * kvHeadCount) + head) * keys.HeadDim * values.HeadDim, keys.HeadDim * values.HeadDim);
                    ReadOnlySpan<float> key = run.Input(1).Floats.Slice((at * keys.RowStep) + (head * keys.HeadDim), keys.HeadDim);
                    ReadOnlySpan<float> value = run.Input(2).Floats.Slice((at * values.RowStep) + (head * values.HeadDim), values.HeadDim);
                    Decay(matrix, PerHead(decay, at, head), values.HeadDim);
                    Correct(matrix, key, value, PerHead(beta, at, head), row);
                    MatrixState.Write(matrix, key, row);
                    Read(q.Floats.Slice(at * queries.RowStep, queries.RowStep), matrix, head, queries.HeadDim, y.Floats.Slice(at * y.Shape[2], y.Shape[2]), values.HeadDim);
                }
            }
        }
    }

    private static bool SameRows(in HeadLayout own, in HeadLayout queries) =>
        own.BatchCount == queries.BatchCount && own.PositionCount == queries.PositionCount;

    private static void Start(StepRun run, Value state)
    {
        if (!run.Has(3))
        {
            state.Bytes.Clear();
            return;
        }

        Value past = run.Input(3, ElementType.Float32);
        if (!past.Shape.AsSpan().SequenceEqual(state.Shape))
            throw run.Error($"the state must be {Interpreter.Shapes.Describe(state.Shape)}, not {Interpreter.Shapes.Describe(past.Shape)}");
        past.Bytes.CopyTo(state.Bytes);
    }

    private static Value? Optional(StepRun run, int input, in HeadLayout rows, ReadOnlySpan<int> lastDimensions)
    {
        if (!run.Has(input))
            return null;
        Value value = run.Input(input, ElementType.Float32);
        return value.Rank == 3 && value.Shape[0] == rows.BatchCount && value.Shape[1] == rows.PositionCount && lastDimensions.Contains(value.Shape[2])
            ? value
            : throw run.Error($"input {input} {Interpreter.Shapes.Describe(value.Shape)} does not fit {rows}");
    }

    /// <summary>The elements of a head in a row; where there is one for all heads, that one.</summary>
    private ReadOnlySpan<float> PerHead(Value? value, int row, int head)
    {
        if (value is null)
            return default;
        int length = Math.Max(1, value.Shape[2] / kvHeadCount);
        return value.Floats.Slice((row * value.Shape[2]) + (value.Shape[2] < kvHeadCount ? 0 : head * length), length);
    }

    private static void Decay(Span<float> matrix, ReadOnlySpan<float> decay, int valueDim)
    {
        for (int d = 0; !decay.IsEmpty && d * valueDim < matrix.Length; d++)
        {
            float factor = Exp.Of(decay[decay.Length == 1 ? 0 : d]);
            Span<float> row = matrix.Slice(d * valueDim, valueDim);
            Kernels.Elementwise.Map(default(Mul), row, new ReadOnlySpan<float>(in factor), row);
        }
    }

    private static void Correct(ReadOnlySpan<float> matrix, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> beta, Span<float> row)
    {
        if (beta.IsEmpty)
        {
            value.CopyTo(row);
            return;
        }

        MatrixState.Read(matrix, key, row);
        Kernels.Elementwise.Map(default(Sub), value, row, row);
        Kernels.Elementwise.Map(default(Mul), row, beta, row);
    }

    private void Read(ReadOnlySpan<float> q, ReadOnlySpan<float> matrix, int kvHead, int keyDim, Span<float> y, int valueDim)
    {
        int groupHeads = headCount / kvHeadCount;
        float scale = givenScale == 0f ? 1f / MathF.Sqrt(keyDim) : givenScale;
        for (int head = kvHead * groupHeads; head < (kvHead + 1) * groupHeads; head++)
        {
            Span<float> own = y.Slice(head * valueDim, valueDim);
            MatrixState.Read(matrix, q.Slice(head * keyDim, keyDim), own);
            Kernels.Elementwise.Map(default(Mul), own, new ReadOnlySpan<float>(in scale), own);
        }
    }

    private static LinearAttentionOperation Bind(StepBinding binding)
    {
        int heads = binding.Attributes.Integer("heads", 1);
        int kvHeads = binding.Attributes.Integer("kvHeads", heads);
        if (heads is < 1 or > 1 << 16 || kvHeads < 1 || heads % kvHeads != 0)
            throw binding.Error($"{heads} heads cannot share {kvHeads} heads of keys");
        return new LinearAttentionOperation(heads, kvHeads, binding.Attributes.Float("scale", 0f));
    }
}
