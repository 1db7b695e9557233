using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Attention of queries over keys and values, head by head. Inputs: q, k, v, mask?, counts?, offsets?. Outputs: y as q, scores?.</summary>
/// <remarks>
/// q is [batch, heads, rows, headDim] or, with <c>heads</c>, [batch, rows, heads · headDim]; k and v likewise with <c>kvHeads</c>, of the same
/// batch or of batch 1. Head h reads the keys and values of head h / (heads / kvHeads). The order of every sum: <see cref="AttentionRows"/>.
/// What may not be attended to has the score -∞: <see cref="AttentionMask"/>.
/// </remarks>
internal sealed class AttentionOperation(AttentionSettings settings) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Attention", 3, 6, 2, static binding => new AttentionOperation(AttentionSettings.Read(binding)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value q = run.Input(0, ElementType.Float32);
        Value k = run.Input(1, ElementType.Float32);
        Value v = run.Input(2, ElementType.Float32);
        HeadLayout queries = HeadLayout.Of(run, q, settings.HeadCount, "q");
        HeadLayout keys = HeadLayout.Of(run, k, settings.KvHeadCount, "k");
        HeadLayout values = HeadLayout.Of(run, v, settings.KvHeadCount, "v");
        RequireFit(run, queries, keys, values);
        int[] shape = [.. q.Shape];
        shape[^1] = settings.HeadCount > 0 ? checked(queries.HeadCount * values.HeadDim) : values.HeadDim;
        Value y = run.Output(0, ElementType.Float32, shape);
        int[] scoresShape = [queries.BatchCount, queries.HeadCount, queries.PositionCount, keys.PositionCount];
        Value? scores = run.OutputCount > 1 ? run.Output(1, ElementType.Float32, scoresShape) : null;
        HeadLayout mixed = queries with { HeadDim = values.HeadDim, RowStep = shape[^1] };
        var mask = AttentionMask.Read(run, scoresShape, settings.IsCausal);
        if (y.ElementCount > 0 || scores is { ElementCount: > 0 })
            Attend(run, new Operands(q, k, v, y, scores, queries, keys, values, mixed), mask);
    }

    private void Attend(StepRun run, in Operands operands, AttentionMask mask)
    {
        HeadLayout keys = operands.Keys;
        HeadLayout values = operands.Values;
        Span<float> keyPanels = run.Scratch<float>(checked((int)AttentionPanels.Elements(keys.PositionCount, keys.HeadDim)));
        Span<float> valuePanels = run.Scratch<float>(checked((int)AttentionPanels.Elements(values.HeadDim, values.PositionCount)));
        int groupHeads = operands.Queries.HeadCount / Math.Max(1, keys.HeadCount);
        int block = AttentionRows.BlockRows(operands.Queries.PositionCount, keys.PositionCount);
        Span<float> scores = run.Scratch<float>(checked(block * keys.PositionCount));
        for (int batch = 0; batch < operands.Queries.BatchCount; batch++)
        {
            for (int head = 0; head < operands.Queries.HeadCount; head++)
            {
                if (head % groupHeads == 0)
                {
                    AttentionPanels.PackKeys(operands.K.Floats[keys.Start(batch % keys.BatchCount, head / groupHeads)..], keys.RowStep, keys.PositionCount, keys.HeadDim, keyPanels);
                    AttentionPanels.PackValues(operands.V.Floats[values.Start(batch % values.BatchCount, head / groupHeads)..], values.RowStep, values.PositionCount, values.HeadDim, valuePanels);
                }

                for (int row = 0; row < operands.Queries.PositionCount; row += block)
                    AttendBlock(operands, mask, batch, head, row, Math.Min(block, operands.Queries.PositionCount - row), keyPanels, valuePanels, scores);
            }
        }
    }

    private void AttendBlock(
        in Operands operands, AttentionMask mask, int batch, int head, int row, int rowCount, ReadOnlySpan<float> keyPanels, ReadOnlySpan<float> valuePanels, Span<float> buffer)
    {
        HeadLayout queries = operands.Queries;
        int positionCount = operands.Keys.PositionCount;
        Span<float> scores = buffer[..(rowCount * positionCount)];
        ReadOnlySpan<float> query = operands.Q.Floats[(queries.Start(batch, head) + (row * queries.RowStep))..];
        Span<float> taken = operands.Scores is null
            ? default
            : operands.Scores.Floats.Slice(((((batch * queries.HeadCount) + head) * queries.PositionCount) + row) * positionCount, scores.Length);
        AttentionRows.Score(query, queries.RowStep, rowCount, queries.HeadDim, keyPanels, positionCount, scores);
        settings.Scale(queries.HeadDim, scores);
        settings.Take(AttentionScores.Scaled, scores, taken);
        if (settings.SoftCap > 0f)
            AttentionRows.Cap(settings.SoftCap, scores);
        settings.Take(AttentionScores.Capped, scores, taken);
        mask.Apply(batch, head, row, rowCount, scores);
        settings.Take(AttentionScores.Masked, scores, taken);
        AttentionRows.Weigh(scores, positionCount, settings.EmptyRowsAreNaN);
        settings.Take(AttentionScores.Weights, scores, taken);
        if (operands.Values.HeadDim > 0)
            AttentionRows.Mix(scores, rowCount, positionCount, valuePanels, operands.Values.HeadDim, operands.Y.Floats[(operands.Mixed.Start(batch, head) + (row * operands.Mixed.RowStep))..], operands.Mixed.RowStep);
    }

    private static void RequireFit(StepRun run, in HeadLayout queries, in HeadLayout keys, in HeadLayout values)
    {
        bool fits = keys.HeadDim == queries.HeadDim && keys.PositionCount == values.PositionCount
            && keys.HeadCount == values.HeadCount && (keys.HeadCount == queries.HeadCount || (keys.HeadCount > 0 && queries.HeadCount % keys.HeadCount == 0))
            && FitsBatch(keys, queries) && FitsBatch(values, queries);
        if (!fits)
            throw run.Error($"keys {keys} and values {values} do not fit queries {queries}");
    }

    private static bool FitsBatch(in HeadLayout own, in HeadLayout queries) => own.BatchCount == queries.BatchCount || own.BatchCount == 1;

    private readonly record struct Operands(
        Value Q, Value K, Value V, Value Y, Value? Scores, HeadLayout Queries, HeadLayout Keys, HeadLayout Values, HeadLayout Mixed);
}
