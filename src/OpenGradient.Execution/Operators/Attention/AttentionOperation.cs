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
        if (y.ElementCount == 0 && scores is null or { ElementCount: 0 })
            return;
        var operands = new AttentionOperands(q, k, v, y, scores, queries, keys, values, mixed);
        int scratch = AttentionWork.ScratchElements(operands);
        run.Workers.For(
            new AttentionWork(settings, operands, mask, run.Scratch<float>(checked(run.Workers.Count * scratch)), scratch, run.Workers),
            checked(queries.BatchCount * keys.HeadCount));
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
}
