namespace OpenGradient.Zk.Circuits;

/// <summary>An <see cref="Interval"/> below 2^62 in size, for a cell of an axis: in two words, because a model may have a hundred thousand of them.</summary>
internal readonly record struct CellInterval(long Low, long High)
{
    /// <exception cref="OverflowException">It is none below the limit.</exception>
    public static CellInterval Of(Interval interval) => new((long)interval.Low, (long)interval.High);

    public static CellInterval Of(long number) => new(number, number);

    /// <summary>The least interval that holds all.</summary>
    public static Interval Around(ReadOnlySpan<CellInterval> cells)
    {
        (long low, long high) = cells[0];
        foreach (CellInterval cell in cells)
            (low, high) = (Math.Min(low, cell.Low), Math.Max(high, cell.High));
        return new(low, high);
    }

    /// <summary>Of the smaller of two numbers.</summary>
    public static CellInterval Min(CellInterval left, CellInterval right) => new(Math.Min(left.Low, right.Low), Math.Min(left.High, right.High));

    /// <summary>Of the larger of two numbers.</summary>
    public static CellInterval Max(CellInterval left, CellInterval right) => new(Math.Max(left.Low, right.Low), Math.Max(left.High, right.High));

    // Of two below 2^62 in size neither overflows.
    public static CellInterval operator +(CellInterval left, CellInterval right) => new(left.Low + right.Low, left.High + right.High);

    public static CellInterval operator -(CellInterval left, CellInterval right) => new(left.Low - right.High, left.High - right.Low);
}
