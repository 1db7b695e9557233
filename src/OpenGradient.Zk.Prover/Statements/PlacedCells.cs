using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Commitments;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The cells of columns, each at its place in the vector that is committed to; proof-1 section 10.</summary>
internal static class PlacedCells
{
    /// <summary>The run, with zeros at cells of padding.</summary>
    public static FieldCells OfWitness(PlacedColumns columns, ImmutableArray<long[]> cells, int length)
    {
        var vector = new Goldilocks[length];
        int end = 0;
        for (int column = 0; column < cells.Length; column++)
        {
            (long[] places, int count) = columns.Shapes[column].PlacesOfRuns();
            for (int run = 0; run < places.Length; run++)
                Place(cells[column].AsSpan(run * count, count), vector.AsSpan((int)(columns.OffsetOf(column, piece: 0) + places[run]), count));
            end = Math.Max(end, (int)columns.OffsetOf(column, piece: 0) + (1 << columns.Shapes[column].VariableCount));
        }

        return new(vector, end);
    }

    /// <summary>The weights, up to the last one.</summary>
    public static ShortCells OfKey(PlacedColumns columns, Func<int, long[]> weights)
    {
        short[] vector = new short[columns.Pieces.Sum(static pieces => pieces.Sum(static piece => 1L << piece.VariableCount))];
        for (int column = 0; column < columns.Shapes.Length; column++)
        {
            long[] elements = weights(column);
            for (int piece = 0; piece < columns.Pieces[column].Length; piece++)
                Place(elements, columns.Shapes[column].CellCounts, columns.Pieces[column][piece], vector.AsSpan((int)columns.OffsetOf(column, piece)));
        }

        return new(vector);
    }

    private static void Place(ReadOnlySpan<long> cells, Span<Goldilocks> elements)
    {
        for (int index = 0; index < cells.Length; index++)
            elements[index] = Goldilocks.From(cells[index]);
    }

    /// <summary>A piece row by row, a row along the last axis.</summary>
    private static void Place(long[] cells, ImmutableArray<long> shape, TensorPiece piece, Span<short> elements)
    {
        int last = shape.Length - 1;
        int rowLength = 1 << piece.LogCounts[last];
        for (int row = 0; row < (1 << piece.VariableCount) / rowLength; row++)
        {
            (long start, long stride, int rest) = (0, 1, row * rowLength);
            for (int axis = last; axis >= 0; axis--)
            {
                start += (piece.Starts[axis] + (rest & ((1 << piece.LogCounts[axis]) - 1))) * stride;
                (stride, rest) = (stride * shape[axis], rest >> piece.LogCounts[axis]);
            }

            for (int index = 0; index < rowLength; index++)
                elements[(row * rowLength) + index] = (short)cells[start + index];
        }
    }
}
