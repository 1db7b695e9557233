using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The cells of columns, each at its place in the vector that is committed to; proof-1 section 10.</summary>
internal static class PlacedCells
{
    /// <summary>The run, with zeros behind it; the token is looked at between rows of pieces.</summary>
    public static FieldCells OfWitness(PlacedColumns columns, ImmutableArray<long[]> cells, int length, CancellationToken cancellation = default)
    {
        var vector = new Goldilocks[length];
        Halves.Run(() => PlaceColumns(0, cells.Length / 2), () => PlaceColumns(cells.Length / 2, cells.Length));
        cancellation.ThrowIfCancellationRequested();
        int end = columns.Pieces.SelectMany((pieces, column) => pieces.Select((piece, index) => (int)columns.OffsetOf(column, index) + (1 << piece.VariableCount))).Max();
        return new(vector, end);

        void PlaceColumns(int first, int behind)
        {
            for (int column = first; column < behind && !cancellation.IsCancellationRequested; column++)
            {
                for (int index = 0; index < columns.Pieces[column].Length; index++)
                    Place(cells[column], columns.Shapes[column].CellCounts, columns.Pieces[column][index], vector.AsSpan((int)columns.OffsetOf(column, index)), Goldilocks.From, cancellation);
            }
        }
    }

    /// <summary>The weights, up to the last one.</summary>
    public static ShortCells OfKey(PlacedColumns columns, Func<int, long[]> weights)
    {
        short[] vector = new short[columns.Pieces.Sum(static pieces => pieces.Sum(static piece => 1L << piece.VariableCount))];
        for (int column = 0; column < columns.Shapes.Length; column++)
        {
            long[] elements = weights(column);
            for (int piece = 0; piece < columns.Pieces[column].Length; piece++)
                Place(elements, columns.Shapes[column].CellCounts, columns.Pieces[column][piece], vector.AsSpan((int)columns.OffsetOf(column, piece)), static cell => (short)cell);
        }

        return new(vector);
    }

    /// <summary>A piece row by row, a row along the last axis.</summary>
    private static void Place<T>(long[] cells, ImmutableArray<long> shape, TensorPiece piece, Span<T> elements, Func<long, T> form, CancellationToken cancellation = default)
    {
        int last = shape.Length - 1;
        int rowLength = last < 0 ? 1 : 1 << piece.LogCounts[last]; // one cell without axes is a row, too
        for (int row = 0; row < (1 << piece.VariableCount) / rowLength && !cancellation.IsCancellationRequested; row++)
        {
            (long start, long stride, int rest) = (0, 1, row * rowLength);
            for (int axis = last; axis >= 0; axis--)
            {
                start += (piece.Starts[axis] + (rest & ((1 << piece.LogCounts[axis]) - 1))) * stride;
                (stride, rest) = (stride * shape[axis], rest >> piece.LogCounts[axis]);
            }

            for (int index = 0; index < rowLength; index++)
                elements[(row * rowLength) + index] = form(cells[start + index]);
        }
    }
}
