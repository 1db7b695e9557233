using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Rotates pairs of each head's elements by angles from a table. Inputs: x, cos, sin, positions?. Output: as x.</summary>
/// <remarks>
/// x is [batch, heads, rows, headDim] or, with <c>heads</c>, [batch, rows, heads · headDim]. With positions [batch, rows] (i64), cos and sin are
/// [positions, pairs] and row r of batch b has the angles of positions[b, r]; without, they are [batch, rows, pairs]. Elements from 2 · pairs on
/// are copied. Attribute <c>interleaved</c>. Rounding: <see cref="Rotation"/>.
/// </remarks>
internal sealed class RotaryEmbeddingOperation(int headCount, bool isInterleaved) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("RotaryEmbedding", 3, 4, 1, static binding =>
        new RotaryEmbeddingOperation(binding.Attributes.Integer("heads", 0), binding.Attributes.Flag("interleaved", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        HeadLayout layout = HeadLayout.Of(run, x, headCount, "x");
        Value cos = run.Input(1, ElementType.Float32);
        Value sin = run.Input(2, ElementType.Float32);
        Value? positions = run.Has(3) ? run.Input(3, ElementType.Int64) : null;
        int pairCount = RequirePairs(run, layout, cos, sin, positions);
        Value y = run.Output(0, ElementType.Float32, x.Shape);
        x.Bytes.CopyTo(y.Bytes);
        if (y.ElementCount == 0)
            return;
        Span<float> pairs = run.Scratch<float>(checked(2 * pairCount));
        for (int batch = 0; batch < layout.BatchCount; batch++)
        {
            for (int row = 0; row < layout.PositionCount; row++)
            {
                int own = (batch * layout.PositionCount) + row;
                int at = positions is null ? own : Position(run, positions.Longs[own], cos.Shape[0]);
                Interleave(cos.Floats.Slice(at * pairCount, pairCount), sin.Floats.Slice(at * pairCount, pairCount), pairs);
                for (int head = 0; head < layout.HeadCount; head++)
                    Rotation.Rotate(y.Floats.Slice(layout.Start(batch, head) + (row * layout.RowStep), layout.HeadDim), layout.HeadDim, pairs, isInterleaved);
            }
        }
    }

    private static int RequirePairs(StepRun run, in HeadLayout layout, Value cos, Value sin, Value? positions)
    {
        int[] lead = positions is null ? [layout.BatchCount, layout.PositionCount] : [cos.Rank == 2 ? cos.Shape[0] : -1];
        bool fits = cos.Shape.AsSpan().SequenceEqual(sin.Shape) && cos.Rank == lead.Length + 1 && cos.Shape.AsSpan(0, lead.Length).SequenceEqual(lead)
            && 2L * cos.Shape[^1] <= layout.HeadDim
            && (positions is null || positions.Shape.AsSpan().SequenceEqual([layout.BatchCount, layout.PositionCount]));
        return fits
            ? cos.Shape[^1]
            : throw run.Error($"the tables {Interpreter.Shapes.Describe(cos.Shape)} and {Interpreter.Shapes.Describe(sin.Shape)} do not fit {layout}");
    }

    private static int Position(StepRun run, long position, int count) =>
        position >= 0 && position < count ? (int)position : throw run.Error($"position {position} is out of range for {count}");

    private static void Interleave(ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, Span<float> pairs)
    {
        for (int i = 0; i < cos.Length; i++)
        {
            pairs[2 * i] = cos[i];
            pairs[(2 * i) + 1] = sin[i];
        }
    }
}
