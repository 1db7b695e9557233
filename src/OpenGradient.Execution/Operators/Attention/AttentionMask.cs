using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>What may not be attended to. Inputs 3 to 5 of <see cref="AttentionOperation"/>: mask?, counts?, offsets?.</summary>
/// <remarks>
/// The mask broadcasts to [batch, heads, rows, positions]; its last dimension may be shorter: positions past its end are blocked. A
/// <c>bool</c> mask blocks where it is false, an <c>f32</c> mask is added. Positions from counts[batch] on are blocked, and, if causal,
/// positions above row + offsets[batch] (0 without offsets; one offset may stand for all). Blocked means the score -∞.
/// </remarks>
internal sealed class AttentionMask
{
    private readonly Value? _mask;
    private readonly int[] _steps; // [batch, heads, rows], elements of the mask
    private readonly int _maskLength; // positions that the mask speaks of
    private readonly bool _isMaskRepeated; // one element for all positions
    private readonly long[]? _counts;
    private readonly long[]? _offsets;
    private readonly bool _isCausal;
    private readonly int _positionCount;

    private AttentionMask(Value? mask, int[] steps, long[]? counts, long[]? offsets, bool isCausal, int positionCount)
    {
        _mask = mask;
        _steps = steps;
        _counts = counts;
        _offsets = offsets;
        _isCausal = isCausal;
        _positionCount = positionCount;
        int length = mask is null ? positionCount : mask.Rank == 0 ? 1 : mask.Shape[^1];
        _isMaskRepeated = mask is not null && length == 1 && positionCount != 1;
        _maskLength = _isMaskRepeated ? positionCount : length;
    }

    /// <summary>Reads and checks the inputs; <paramref name="shape"/> is [batch, heads, rows, positions].</summary>
    public static AttentionMask Read(StepRun run, int[] shape, bool isCausal)
    {
        Value? mask = run.Has(3) ? run.Input(3) : null;
        if (mask is not null && mask.Type is not (ElementType.Float32 or ElementType.Bool))
            throw run.Error($"the mask must be f32 or bool, not {mask.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        return new AttentionMask(mask, mask is null ? [] : Steps(run, mask, shape), PerBatch(run, 4, shape[0]), PerBatch(run, 5, shape[0]), isCausal, shape[3]);
    }

    /// <summary>Applies it to scores [rows, positions] of one head, beginning with row <paramref name="row"/>.</summary>
    public void Apply(int batch, int head, int row, int rowCount, Span<float> scores)
    {
        for (int i = 0; i < rowCount; i++)
        {
            Span<float> own = scores.Slice(i * _positionCount, _positionCount);
            if (_mask is not null)
                ApplyMask((batch * _steps[0]) + (head * _steps[1]) + ((row + i) * _steps[2]), own);
            long end = _counts is null ? _positionCount : _counts[batch];
            if (_isCausal)
                end = Math.Min(end, row + i + 1L + (_offsets is null ? 0 : _offsets[_offsets.Length == 1 ? 0 : batch]));
            if (end < _positionCount)
                own[(int)Math.Max(0, end)..].Fill(float.NegativeInfinity);
        }
    }

    private void ApplyMask(int start, Span<float> scores)
    {
        Span<float> covered = scores[.._maskLength];
        scores[_maskLength..].Fill(float.NegativeInfinity);
        int length = _isMaskRepeated ? 1 : _maskLength;
        if (_mask!.Type == ElementType.Float32)
        {
            Kernels.Elementwise.Map(default(Add), covered, _mask.Floats.Slice(start, length), covered);
            return;
        }

        ReadOnlySpan<byte> allowed = _mask.Bytes.Slice(start, length);
        for (int j = 0; j < covered.Length; j++)
        {
            if (allowed[_isMaskRepeated ? 0 : j] == 0)
                covered[j] = float.NegativeInfinity;
        }
    }

    /// <summary>How far apart the mask's elements for neighbouring batches, heads and rows lie; 0 where it broadcasts.</summary>
    private static int[] Steps(StepRun run, Value mask, int[] shape)
    {
        int[] steps = new int[3];
        bool fits = mask.Rank <= 4 && (mask.Rank == 0 || mask.Shape[^1] <= shape[3] || mask.Shape[^1] == 1);
        int step = mask.Rank == 0 ? 1 : mask.Shape[^1];
        for (int axis = 2; fits && axis >= 4 - mask.Rank; axis--)
        {
            int dimension = mask.Shape[axis - 4 + mask.Rank];
            fits = dimension == 1 || dimension == shape[axis];
            steps[axis] = dimension == 1 ? 0 : step;
            step = checked(step * dimension);
        }

        return fits ? steps : throw run.Error($"the mask {Interpreter.Shapes.Describe(mask.Shape)} does not broadcast to {Interpreter.Shapes.Describe(shape)}");
    }

    /// <summary>One integer for each batch; those of input 5 may be one for all.</summary>
    private static long[]? PerBatch(StepRun run, int input, int batchCount)
    {
        if (!run.Has(input))
            return null;
        Value value = run.Input(input, ElementType.Int64);
        bool fits = value.ElementCount == batchCount || (input == 5 && value.ElementCount == 1);
        if (!fits)
            throw run.Error($"input {input} must have one integer for each of {batchCount} batches, not {Interpreter.Shapes.Describe(value.Shape)}");
        long[] numbers = value.Longs.ToArray();
        foreach (ref long number in numbers.AsSpan())
            number = Math.Clamp(number, -PositionLimit, PositionLimit);
        return numbers;
    }

    private const long PositionLimit = 1L << 40;
}
