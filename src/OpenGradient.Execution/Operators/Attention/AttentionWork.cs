using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>Attention in parts: one head of keys and values, with all heads of queries that read it.</summary>
internal readonly ref struct AttentionWork(
    AttentionSettings settings, AttentionOperands operands, AttentionMask mask, Span<float> scratch, int scratchElements, Workers workers) : IWorkBody
{
    private readonly Span<float> _scratch = scratch;

    /// <summary>How many elements of scratch memory each thread takes.</summary>
    public static int ScratchElements(AttentionOperands operands) => checked((int)(KeyElements(operands) + ValueElements(operands) + ((long)BlockRows(operands) * operands.Keys.PositionCount)));

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        HeadLayout keys = operands.Keys;
        HeadLayout values = operands.Values;
        int batch = part / keys.HeadCount;
        int kvHead = part % keys.HeadCount;
        Span<float> own = _scratch.Slice(participant * scratchElements, scratchElements);
        Span<float> keyPanels = own[..(int)KeyElements(operands)];
        Span<float> valuePanels = own.Slice(keyPanels.Length, (int)ValueElements(operands));
        Span<float> scores = own[(keyPanels.Length + valuePanels.Length)..];
        AttentionPanels.PackKeys(operands.K.Floats[keys.Start(batch % keys.BatchCount, kvHead)..], keys.RowStep, keys.PositionCount, keys.HeadDim, keyPanels);
        AttentionPanels.PackValues(operands.V.Floats[values.Start(batch % values.BatchCount, kvHead)..], values.RowStep, values.PositionCount, values.HeadDim, valuePanels);
        int groupHeads = operands.Queries.HeadCount / keys.HeadCount;
        int block = BlockRows(operands);
        for (int head = kvHead * groupHeads; head < (kvHead + 1) * groupHeads; head++)
        {
            for (int row = 0; row < operands.Queries.PositionCount && !workers.IsCancelled; row += block)
                RunBlock(batch, head, row, Math.Min(block, operands.Queries.PositionCount - row), keyPanels, valuePanels, scores);
        }
    }

    private void RunBlock(int batch, int head, int row, int rowCount, ReadOnlySpan<float> keyPanels, ReadOnlySpan<float> valuePanels, Span<float> buffer)
    {
        HeadLayout queries = operands.Queries;
        HeadLayout mixed = operands.Mixed;
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
        if (mixed.HeadDim > 0)
            AttentionRows.Mix(scores, rowCount, positionCount, valuePanels, mixed.HeadDim, operands.Y.Floats[(mixed.Start(batch, head) + (row * mixed.RowStep))..], mixed.RowStep);
    }

    private static int BlockRows(AttentionOperands operands) => AttentionRows.BlockRows(operands.Queries.PositionCount, operands.Keys.PositionCount);

    private static long KeyElements(AttentionOperands operands) => AttentionPanels.Elements(operands.Keys.PositionCount, operands.Keys.HeadDim);

    private static long ValueElements(AttentionOperands operands) => AttentionPanels.Elements(operands.Values.HeadDim, operands.Values.PositionCount);
}
