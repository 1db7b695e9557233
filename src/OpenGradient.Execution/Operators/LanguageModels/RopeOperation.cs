using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Rotary position embedding of the last axis, head by head. Inputs: x [tokens, heads · headDim], factors? [pairs] (a constant).</summary>
/// <remarks>
/// Attributes: <c>base</c> binary32; <c>dimensions</c>, how many elements of a head are rotated; <c>form</c>, <c>interleaved</c> or
/// <c>halves</c>; <c>headDim</c>; <c>factor</c>, <c>yarn</c>, <c>magnitude</c>: <see cref="RotaryScaling"/>. Row t of a text has position t.
/// </remarks>
internal sealed class RopeOperation(RotationTable table, int headDim, bool isInterleaved) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Rope", 1, 2, 1, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank != 2 || x.Shape[1] % headDim != 0)
            throw run.Error($"the input must be [tokens, heads · {headDim}], not {Interpreter.Shapes.Describe(x.Shape)}");
        ReadOnlySpan<BatchSegment> segments = run.Causal.Segments(x.Shape[0]);
        foreach (BatchSegment segment in segments)
        {
            if (segment.EndPosition > RotationTable.PositionLimit)
                throw run.Error($"positions end at {RotationTable.PositionLimit}");
        }

        Value y = run.Output(0, ElementType.Float32, x.Shape);
        var rows = new Rows(this, segments, x.Floats, y.Floats, x.Shape[1]);
        run.Workers.For(in rows, rows.PartCount);
    }

    private void Rotate(int position, Span<float> row) => Rotation.Rotate(row, headDim, table.At(position), isInterleaved);

    /// <summary>Rows of all texts, some at a time.</summary>
    private readonly ref struct Rows(RopeOperation operation, ReadOnlySpan<BatchSegment> segments, ReadOnlySpan<float> x, Span<float> y, int width) : IWorkBody
    {
        private readonly ReadOnlySpan<BatchSegment> _segments = segments;
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;
        private readonly int _rowsInPart = Math.Max(1, PartElements / Math.Max(1, width));

        private int RowCount => width == 0 ? 0 : _x.Length / width;

        public int PartCount => (RowCount + _rowsInPart - 1) / _rowsInPart;

        public void Run(int part, int participant)
        {
            int end = Math.Min(RowCount, (part + 1) * _rowsInPart);
            int segment = 0;
            for (int row = part * _rowsInPart; row < end; row++)
            {
                while (row >= _segments[segment].FirstRow + _segments[segment].RowCount)
                    segment++;
                Span<float> rotated = _y.Slice(row * width, width);
                _x.Slice(row * width, width).CopyTo(rotated);
                operation.Rotate(_segments[segment].FirstPosition + row - _segments[segment].FirstRow, rotated);
            }
        }

        private const int PartElements = 1 << 13; // some 10 µs
    }

    private static RopeOperation Bind(StepBinding binding)
    {
        int headDim = binding.Attributes.Integer("headDim", 0);
        int dimensions = binding.Attributes.Integer("dimensions", headDim);
        float frequencyBase = binding.Attributes.Float("base", 10000f);
        string form = binding.Attributes.Name("form", "interleaved");
        if (dimensions < 2 || dimensions % 2 != 0 || dimensions > headDim)
            throw binding.Error($"{dimensions} of {headDim} elements cannot be rotated in pairs");
        if (!float.IsNormal(frequencyBase) || frequencyBase < 1f || form is not ("interleaved" or "halves"))
            throw binding.Error("the base must be a number from 1 and the form 'interleaved' or 'halves'");
        RotaryScaling scaling = Scaling(binding.Attributes) ?? throw binding.Error("factor must be a number from 1, magnitude a number above 0, and yarn a number of positions");
        return new RopeOperation(new RotationTable(dimensions, frequencyBase, Factors(binding, dimensions / 2), scaling), headDim, form == "interleaved");
    }

    /// <summary>The attributes <c>factor</c>, <c>yarn</c> and <c>magnitude</c>; null if they make no sense.</summary>
    public static RotaryScaling? Scaling(StepAttributes attributes)
    {
        var scaling = new RotaryScaling(attributes.Float("factor", 1f), attributes.Integer("yarn", 0), attributes.Float("magnitude", 1f));
        bool isSound = float.IsNormal(scaling.Factor) && scaling.Factor >= 1f && float.IsNormal(scaling.Magnitude) && scaling.Magnitude > 0f && scaling.YarnLength >= 0;
        return isSound ? scaling : null;
    }

    private static ReadOnlySpan<float> Factors(StepBinding binding, int pairCount)
    {
        if (!binding.Has(1))
            return default;
        Value factors = binding.TakeConstant(1) ?? throw binding.Error("the factors must be a constant");
        if (factors.Type != ElementType.Float32 || factors.ElementCount != pairCount)
            throw binding.Error($"the factors must be f32[{pairCount}]");
        foreach (float factor in factors.Floats)
        {
            // Below 1 angles would outgrow the reduction.
            if (!float.IsNormal(factor) || factor < 1f)
                throw binding.Error($"the factor {factor} is not a number from 1");
        }

        return factors.Floats;
    }
}
