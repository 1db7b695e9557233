namespace OpenGradient.Programs;

/// <summary>Where the elements of a matrix are that lies column by column: (row, column) at column · stride + row · element.</summary>
/// <param name="RowCount">How many rows.</param>
/// <param name="ColumnCount">How many columns.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
/// <param name="StrideBytes">From one column to the next.</param>
public readonly record struct MatrixColumns(int RowCount, int ColumnCount, int ElementBytes, int StrideBytes)
{
    /// <summary>How many bytes a row has.</summary>
    public int RowBytes => checked(ColumnCount * ElementBytes);

    /// <summary>How many bytes all rows have.</summary>
    public int LengthBytes => checked(RowCount * RowBytes);

    /// <summary>Copies rows, one behind the other.</summary>
    /// <param name="matrix">From the first of the rows in the first column on.</param>
    /// <param name="count">How many.</param>
    /// <param name="rows">Where to.</param>
    public void CopyRows(ReadOnlySpan<byte> matrix, int count, Span<byte> rows)
    {
        for (int column = 0; column < ColumnCount; column++)
        {
            ReadOnlySpan<byte> elements = matrix.Slice(column * StrideBytes, count * ElementBytes);
            for (int row = 0; row < count; row++)
                elements.Slice(row * ElementBytes, ElementBytes).CopyTo(rows[((row * RowBytes) + (column * ElementBytes))..]);
        }
    }
}
