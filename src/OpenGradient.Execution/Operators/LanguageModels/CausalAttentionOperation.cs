using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>
/// Grouped-query attention of each position over itself and those before. Inputs: q [tokens, heads · headDim], k and v
/// [tokens, kvHeads · headDim]. Output: as q.
/// </summary>
/// <remarks>
/// Attributes: <c>heads</c>, <c>kvHeads</c>, <c>headDim</c>, <c>scale</c> and <c>softcap</c> (binary32; 0: none), <c>window</c>: how many positions a row sees, its own
/// included (0: all). Head h reads the keys and values of head
/// h / (heads / kvHeads). The order of every sum: <see cref="AttentionKernel"/>.
/// </remarks>
internal sealed class CausalAttentionOperation(int headCount, int kvHeadCount, int headDim, float scale, int window, float cap) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("CausalAttention", 3, 3, 1, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value query = Require(run, 0, headCount);
        Value keys = Require(run, 1, kvHeadCount);
        Value values = Require(run, 2, kvHeadCount);
        int rowCount = query.Shape[0];
        if (keys.Shape[0] != rowCount || values.Shape[0] != rowCount)
            throw run.Error("queries, keys and values must have as many rows");
        KeyValueCache cache = run.Causal.Cache(run.StepIndex, kvHeadCount, headDim);
        int first = run.Causal.Position;
        cache.Reserve(checked(first + rowCount));
        for (int row = 0; row < rowCount; row++)
            cache.Write(first + row, Row(keys, row), Row(values, row));
        Value output = run.Output(0, ElementType.Float32, query.Shape);
        Span<float> scores = run.Scratch<float>((first + rowCount + 63) & ~63);
        Span<float> mixed = run.Scratch<float>(cache.PaddedHeadDim);
        for (int row = 0; row < rowCount; row++)
            Attend(cache, first + row + 1, Row(query, row), Row(output, row), scores, mixed);
    }

    private static Span<float> Row(Value value, int row) => value.Floats.Slice(row * value.Shape[1], value.Shape[1]);

    private void Attend(
        KeyValueCache cache, int count, ReadOnlySpan<float> query, Span<float> output, Span<float> scores, Span<float> mixed)
    {
        int groupHeads = headCount / kvHeadCount;
        for (int head = 0; head < headCount; head++)
        {
            int kvHead = head / groupHeads;
            LaneDispatch.Run(new AttentionKernel(
                query.Slice(head * headDim, headDim), cache.Keys(kvHead), cache.Values(kvHead), window == 0 ? 0 : Math.Max(0, count - window), count, scale, cap, scores, mixed));
            mixed[..headDim].CopyTo(output[(head * headDim)..]);
        }
    }

    private Value Require(StepRun run, int input, int heads)
    {
        Value value = run.Input(input, ElementType.Float32);
        return value.Rank == 2 && value.Shape[1] == heads * headDim
            ? value
            : throw run.Error($"input {input} must be [tokens, {heads * headDim}], not {Interpreter.Shapes.Describe(value.Shape)}");
    }

    private static CausalAttentionOperation Bind(StepBinding binding)
    {
        int headCount = binding.Attributes.Integer("heads", 0);
        int kvHeadCount = binding.Attributes.Integer("kvHeads", headCount);
        int headDim = binding.Attributes.Integer("headDim", 0);
        if (headCount is < 1 or > 4096 || kvHeadCount < 1 || headCount % kvHeadCount != 0 || headDim is < 1 or > 4096)
            throw binding.Error($"{headCount} heads of {headDim} elements cannot share {kvHeadCount} heads of keys");
        int window = binding.Attributes.Integer("window", 0);
        float cap = binding.Attributes.Float("softcap", 0f);
        if (window < 0 || !float.IsFinite(cap) || cap < 0)
            throw binding.Error("window must be a number of positions, and softcap a number from 0");
        return new CausalAttentionOperation(headCount, kvHeadCount, headDim, binding.Attributes.Float("scale", 1f), window, cap);
    }
}
