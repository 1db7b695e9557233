namespace OpenGradient.Execution.Disputes;

/// <summary>Where the heads of a value lie: [batch, heads, positions, headDim], or with a number of heads given [batch, positions, heads · headDim].</summary>
/// <param name="Value">The value.</param>
/// <param name="HeadCount">How many heads.</param>
/// <param name="PositionCount">How many positions.</param>
/// <param name="HeadDim">Elements of a head.</param>
/// <param name="AreInner">Whether the heads of a position lie side by side.</param>
internal sealed record JudgedHeads(JudgedInput Value, int HeadCount, int PositionCount, int HeadDim, bool AreInner)
{
    /// <summary>The layout of an input.</summary>
    public static JudgedHeads Of(JudgedInput value, int headCount) => headCount > 0
        ? new JudgedHeads(value, headCount, value.Shape[1], value.Shape[2] / headCount, AreInner: true)
        : new JudgedHeads(value, value.Shape[1], value.Shape[2], value.Shape[3], AreInner: false);

    /// <summary>The place of a head's first element; a value of one batch serves all.</summary>
    public long At(long batch, long head, long position)
    {
        long own = Value.Shape[0] == 1 ? 0 : batch;
        return (AreInner ? (((own * PositionCount) + position) * HeadCount) + head : (((own * HeadCount) + head) * PositionCount) + position) * HeadDim;
    }

    /// <summary>Batch, head, position and element of a place in a value laid out alike, with heads of <paramref name="headDim"/>.</summary>
    public (long Batch, long Head, long Position, long Within) Locate(long element, int headDim)
    {
        (long row, long within) = Math.DivRem(element, headDim);
        (long outer, long inner) = Math.DivRem(row, AreInner ? HeadCount : PositionCount);
        (long batch, long middle) = Math.DivRem(outer, AreInner ? PositionCount : HeadCount);
        return AreInner ? (batch, inner, middle, within) : (batch, middle, inner, within);
    }
}
