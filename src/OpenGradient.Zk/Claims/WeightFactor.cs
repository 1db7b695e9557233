using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Claims;

/// <summary>The part of a claim's weight that belongs to a group of neighbouring axes.</summary>
/// <remarks>That of a point along one axis is kept as the point: its extension and its sum have closed forms, and its cells may never be asked for.</remarks>
internal sealed class WeightFactor<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    private readonly TExtension[]? _point;
    private readonly long _cellCount;
    private TExtension[]? _cells; // of a point, only once somebody asked

    /// <param name="axisCount">How many axes; 0 is a factor of its own.</param>
    /// <param name="cells">A number for each cell of the group, row by row.</param>
    public WeightFactor(int axisCount, TExtension[] cells) => (AxisCount, _cellCount, _cells) = (axisCount, cells.Length, cells);

    /// <summary>eq(point, ·) at the cells of one axis.</summary>
    public WeightFactor(ReadOnlySpan<TExtension> point, long cellCount) => (AxisCount, _cellCount, _point) = (1, cellCount, point.ToArray());

    /// <summary>How many axes.</summary>
    public int AxisCount { get; }

    /// <summary>How many cells these have.</summary>
    public long CellCount => _cellCount;

    /// <summary>A number for each cell of the group, row by row.</summary>
    public TExtension[] Cells => _cells ??= EqualityPolynomial.Table<TExtension>(_point)[..(int)_cellCount];

    /// <summary>How many numbers there are beside the point; none if that is all there is.</summary>
    public long HeldCount => _cells?.Length ?? 0;

    /// <summary>The same, without what can be worked out again.</summary>
    public WeightFactor<TExtension> ToCompact() => _point is null || _cells is null ? this : new(_point, _cellCount);

    /// <summary>The same cells in another number of axes.</summary>
    public WeightFactor<TExtension> WithAxes(int axisCount) => axisCount == AxisCount ? this : new(axisCount, Cells);

    /// <summary>The product of two, for the axes of both.</summary>
    public WeightFactor<TExtension> Join(WeightFactor<TExtension> right)
    {
        (TExtension[] rows, TExtension[] columns) = (Cells, right.Cells);
        var cells = new TExtension[rows.Length * columns.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < columns.Length; column++)
                cells[(row * columns.Length) + column] = rows[row] * columns[column];
        }

        return new(AxisCount + right.AxisCount, cells);
    }

    /// <summary>The extension at a point of the variables of these axes.</summary>
    public TExtension At(ReadOnlySpan<TExtension> point, ReadOnlySpan<long> shape)
    {
        if (_point is not null)
            return EqualityPolynomial.Masked(_point, point, _cellCount);
        TExtension[] sums = Cells;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            int bits = TensorShape.LogOf(shape[axis]);
            sums = Contract(sums, EqualityPolynomial.Table(point[^bits..])[..(int)shape[axis]]);
            point = point[..^bits];
        }

        return sums[0];
    }

    /// <summary>Σ over the cells.</summary>
    public TExtension Total()
    {
        if (_point is not null)
            return EqualityPolynomial.Total<TExtension>(_point, _cellCount);
        TExtension sum = TExtension.Zero;
        foreach (TExtension cell in Cells)
            sum += cell;
        return sum;
    }

    /// <summary>[rows, cells] times [cells].</summary>
    public static TExtension[] Contract(TExtension[] rows, TExtension[] cells)
    {
        var sums = new TExtension[rows.Length / cells.Length];
        for (int row = 0; row < sums.Length; row++)
        {
            for (int index = 0; index < cells.Length; index++)
                sums[row] += rows[(row * cells.Length) + index] * cells[index];
        }

        return sums;
    }
}
