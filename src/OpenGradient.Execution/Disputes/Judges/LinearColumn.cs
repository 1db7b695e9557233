using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary>One column of the state of <c>LinearAttention</c>, its elements one after the other: each begins at the state before and takes in row after row.</summary>
/// <remarks>Terms: for each element one that brings in what was there before, then one for each row. Lanes: what the elements came to so far, the element.</remarks>
/// <param name="keys">The keys.</param>
/// <param name="matrix">Which state: one for each batch and head.</param>
/// <param name="place">The column.</param>
/// <param name="width">How many columns there are.</param>
/// <param name="before">The states before; null for zeros.</param>
/// <param name="decay">The exponents by which rows let the state decay; null if they do not.</param>
internal sealed class LinearColumn(JudgedHeads keys, long matrix, long place, int width, JudgedInput? before, JudgedInput? decay)
{
    /// <summary>The batch.</summary>
    public long Batch { get; } = matrix / keys.HeadCount;

    /// <summary>The head.</summary>
    public long Head { get; } = matrix % keys.HeadCount;

    /// <summary>The column.</summary>
    public long Place => place;

    /// <summary>All elements after a number of rows, summed by a function of the element's number, the element and the sum so far.</summary>
    public Phase Sum(long rowCount, Func<long, float> update, Func<long, float, float, float> take) => new(
        keys.HeadDim * (rowCount + 1),
        [0, 0],
        (term, _, lanes) =>
        {
            (long i, long row) = Math.DivRem(term, rowCount + 1);
            float state = row == 0 ? Start(i) : Advance(i, row - 1, ElementBits.Float(lanes[1]), update);
            lanes[1] = ElementBits.Of(state);
            if (row == rowCount)
                lanes[0] = ElementBits.Of(take(i, ElementBits.Float(lanes[1]), ElementBits.Float(lanes[0])));
        },
        static lanes => lanes[0]);

    /// <summary>One element after a number of rows.</summary>
    public Phase Element(long i, long rowCount, Func<long, float> update) =>
        Phase.Chain(rowCount + 1, 0f, (row, _, state) => row == 0 ? Start(i) : Advance(i, row - 1, state, update));

    /// <summary>An element as a row finds it.</summary>
    public float Decayed(long i, long row, float state) => CanonicalNaN.Of(state * Factor(i, row));

    /// <summary>What of an element is left when a row finds it.</summary>
    public float Factor(long i, long row) => decay is null ? 1f : CanonicalNaN.Of(Exp.Of(PerHead(decay, keys.HeadCount, (Batch * keys.PositionCount) + row, Head, i)));

    /// <summary>An element of a row's key.</summary>
    public float Key(long i, long row) => keys.Value.Float(keys.At(Batch, Head, row) + i);

    /// <summary>One number for a row, one for each head, or one for each element of a key.</summary>
    public static float PerHead(JudgedInput input, int headCount, long line, long head, long element)
    {
        int length = Math.Max(1, input.Shape[2] / headCount);
        return input.Float((line * input.Shape[2]) + (input.Shape[2] < headCount ? 0 : (head * length) + (length == 1 ? 0 : element)));
    }

    /// <summary>An element of the state before the first row.</summary>
    public float Start(long i) => before is null ? 0f : before.Float((((matrix * keys.HeadDim) + i) * width) + place);

    private float Advance(long i, long row, float state, Func<long, float> update) => MathF.FusedMultiplyAdd(Key(i, row), update(row), Decayed(i, row, state));
}
