using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Hiding;

/// <summary>The code words of what was sent about a tableau, against which its columns are held; proof-1 section 14.</summary>
internal sealed class TableauWords<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    private readonly TableauShape _shape;
    private readonly TExtension _rho;
    private readonly TExtension[] _rows;
    private readonly TExtension[] _sums;
    private readonly TExtension[] _products;
    private readonly TExtension[][] _weights; // [rows behind the masks][columns]
    private readonly Goldilocks[] _shifts; // x^k at the columns' points x = 7 ω^j: ω^k has a small order, after which they come again

    public TableauWords(TableauShape shape, TExtension rho, TExtension[] rows, TExtension[] sums, TExtension[] products, TExtension[][] weights)
    {
        (_shape, _rho) = (shape, rho);
        _shifts = TableauCode.PowersOfPoints(shape.LogRow, 1 + shape.LogInverseRate);
        _rows = Encode(rows);
        _sums = EncodePair(sums);
        _products = EncodePair(products);
        _weights = Array.ConvertAll(weights, Encode);
    }

    /// <summary>Holds a column against all three.</summary>
    public void Check(ref ProofReader reader, int index, ReadOnlySpan<TExtension> column)
    {
        Goldilocks shift = ShiftAt(index);
        TExtension rows = column[0];
        TExtension sums = column[1] + (column[2] * shift);
        TExtension power = _rho;
        for (int row = 1; row < column.Length; row++, power *= _rho)
            rows += power * column[row];
        ReadOnlySpan<TExtension> cells = column[TableauShape.MaskCount..];
        for (int row = 0; row < cells.Length; row++)
            sums += _weights[row][index] * cells[row];
        reader.RequireEqual(rows, _rows[index], ProofFault.ColumnDiffers);
        reader.RequireEqual(sums, _sums[index], ProofFault.ColumnDiffers);
        reader.RequireEqual(column[3] + (column[4] * shift) + ProductsOf(cells), _products[index], ProofFault.ColumnDiffers);
    }

    /// <summary>Σ ρ^i (x y - z), i from 1 on.</summary>
    private TExtension ProductsOf(ReadOnlySpan<TExtension> cells)
    {
        (TExtension sum, TExtension power) = (TExtension.Zero, _rho);
        ReadOnlySpan<TExtension> left = cells[_shape.PadRows..];
        for (int row = 0; row < _shape.ProductRows; row++, power *= _rho)
            sum += power * ((left[row] * left[row + _shape.ProductRows]) - left[row + (2 * _shape.ProductRows)]);
        return sum;
    }

    private TExtension[] Encode(TExtension[] row) => TableauCode.Encode<TExtension>(row, 1 + _shape.LogInverseRate);

    /// <summary>Of s_0 + X^k s_1.</summary>
    private TExtension[] EncodePair(TExtension[] pair)
    {
        TExtension[] word = Encode(pair[.._shape.RowLength]);
        TExtension[] high = Encode(pair[_shape.RowLength..]);
        for (int index = 0; index < word.Length; index++)
            word[index] += high[index] * ShiftAt(index);
        return word;
    }

    private Goldilocks ShiftAt(int index) => _shifts[index % _shifts.Length];
}
