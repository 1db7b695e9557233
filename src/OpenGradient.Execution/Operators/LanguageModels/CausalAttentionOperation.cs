using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.LanguageModels;
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
internal sealed class CausalAttentionOperation(CausalAttentionForm form) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("CausalAttention", 3, 3, 1, Bind);

    /// <summary>The settings.</summary>
    public CausalAttentionForm Form => form;

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value query = Require(run, 0, form.HeadCount);
        Value keys = Require(run, 1, form.KvHeadCount);
        Value values = Require(run, 2, form.KvHeadCount);
        int rowCount = query.Shape[0];
        if (keys.Shape[0] != rowCount || values.Shape[0] != rowCount)
            throw run.Error("queries, keys and values must have as many rows");
        KeyValueLayout layout = run.Causal.Layout(run.StepIndex);
        ReadOnlySpan<BatchSegment> segments = run.Causal.Segments(rowCount);
        var writing = new Writing(layout, segments, keys.Floats, values.Floats);
        run.Workers.For(in writing, segments.Length * layout.HeadCount);
        Value output = run.Output(0, ElementType.Float32, query.Shape);
        var parts = new CausalAttentionParts(form, layout, segments, query.Floats, output.Floats, run.Scratch<float>(CausalAttentionParts.ScratchElements(layout, segments) * run.Workers.Count));
        run.Workers.For(in parts, parts.Count);
    }

    /// <summary>Brings keys and values of a text's rows, a head at a time, into its cache.</summary>
    private readonly ref struct Writing(KeyValueLayout layout, ReadOnlySpan<BatchSegment> segments, ReadOnlySpan<float> keys, ReadOnlySpan<float> values) : IWorkBody
    {
        private readonly ReadOnlySpan<BatchSegment> _segments = segments;
        private readonly ReadOnlySpan<float> _keys = keys;
        private readonly ReadOnlySpan<float> _values = values;

        public void Run(int part, int participant)
        {
            BatchSegment segment = _segments[part / layout.HeadCount];
            int head = part % layout.HeadCount;
            if (segment.RowCount == 1 && head + 1 < layout.HeadCount)
                layout.PrefetchKeys(segment.Text.Pages, segment.FirstPosition, head + 1);
            for (int row = 0; row < segment.RowCount; row++)
            {
                int at = (((segment.FirstRow + row) * layout.HeadCount) + head) * layout.HeadDim;
                layout.Write(segment.Text.Pages, segment.FirstPosition + row, head, _keys.Slice(at, layout.HeadDim), _values.Slice(at, layout.HeadDim));
            }
        }
    }

    private Value Require(StepRun run, int input, int heads)
    {
        Value value = run.Input(input, ElementType.Float32);
        return value.Rank == 2 && value.Shape[1] == heads * form.HeadDim
            ? value
            : throw run.Error($"input {input} must be [tokens, {heads * form.HeadDim}], not {Interpreter.Shapes.Describe(value.Shape)}");
    }

    private static CausalAttentionOperation Bind(StepBinding binding)
    {
        int headCount = binding.Attributes.Integer("heads", 0);
        var form = new CausalAttentionForm(
            headCount,
            binding.Attributes.Integer("kvHeads", headCount),
            binding.Attributes.Integer("headDim", 0),
            binding.Attributes.Float("scale", 1f),
            binding.Attributes.Integer("window", 0),
            binding.Attributes.Float("softcap", 0f));
        if (form.HeadCount is < 1 or > 4096 || form.KvHeadCount < 1 || form.HeadCount % form.KvHeadCount != 0 || form.HeadDim is < 1 or > 4096)
            throw binding.Error($"{form.HeadCount} heads of {form.HeadDim} elements cannot share {form.KvHeadCount} heads of keys");
        if (form.Window < 0 || !float.IsFinite(form.Cap) || form.Cap < 0)
            throw binding.Error("window must be a number of positions, and softcap a number from 0");
        return new CausalAttentionOperation(form);
    }
}
