using System.Collections.Immutable;
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
    public long HeldCount => _point is null ? _cellCount : 0;

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

    /// <summary>The extension, over the cells of a piece, at a point of the piece's variables along these axes.</summary>
    /// <param name="point">As many coordinates as the piece has bits there.</param>
    /// <param name="shape">Of the tensor.</param>
    /// <param name="piece">Of the tensor.</param>
    /// <param name="firstAxis">Of these axes.</param>
    public TExtension At(ReadOnlySpan<TExtension> point, ImmutableArray<long> shape, TensorPiece piece, int firstAxis)
    {
        if (_point is not null)
            return AtPoint(_point, point, piece.Starts[firstAxis]);
        TExtension[] sums = Cells;
        for (int axis = firstAxis + AxisCount - 1; axis >= firstAxis; axis--)
        {
            int bits = piece.LogCounts[axis];
            sums = Contract(sums, (int)shape[axis], (int)piece.Starts[axis], EqualityPolynomial.Table(point[^bits..]));
            point = point[..^bits];
        }

        return sums[0];
    }

    /// <summary>A piece of fewer bits than the axis has all its cells, and their first bits are those of where it starts.</summary>
    private TExtension AtPoint(ReadOnlySpan<TExtension> own, ReadOnlySpan<TExtension> point, long start)
    {
        if (point.Length == own.Length)
            return EqualityPolynomial.Masked(own, point, _cellCount);
        int firstBits = own.Length - point.Length;
        TExtension product = EqualityPolynomial.At(own[firstBits..], point);
        for (int index = 0; index < firstBits; index++)
            product *= ((start >> (own.Length - 1 - index)) & 1) == 1 ? own[index] : TExtension.One - own[index];
        return product;
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

    /// <summary>[rows, cells] times weights of the cells from one on, as far as there are any.</summary>
    private static TExtension[] Contract(TExtension[] rows, int cellCount, int start, TExtension[] weights)
    {
        var sums = new TExtension[rows.Length / cellCount];
        int count = Math.Min(weights.Length, cellCount - start);
        for (int row = 0; row < sums.Length; row++)
            sums[row] = InnerProduct.Of<TExtension>(rows.AsSpan((row * cellCount) + start, count), weights);

        return sums;
    }

    /// <summary>[rows, cells] times [cells].</summary>
    public static TExtension[] Contract(TExtension[] rows, TExtension[] cells)
    {
        var sums = new TExtension[rows.Length / cells.Length];
        for (int row = 0; row < sums.Length; row++)
            sums[row] = InnerProduct.Of<TExtension>(rows.AsSpan(row * cells.Length, cells.Length), cells);

        return sums;
    }
}
