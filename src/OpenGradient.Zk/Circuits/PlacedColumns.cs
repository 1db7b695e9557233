using System.Collections.Immutable;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Circuits;

/// <summary>Where columns stand in the vector that they are committed to in; proof-1 section 10.</summary>
internal sealed class PlacedColumns
{
    private readonly ImmutableArray<int> _firstBlocks; // of each column

    /// <summary>Columns in pieces without padding.</summary>
    public PlacedColumns(ImmutableArray<TensorShape> shapes)
    {
        Shapes = shapes;
        Pieces = PiecesOf(shapes);
        var firstBlocks = ImmutableArray.CreateBuilder<int>(shapes.Length);
        int end = 0;
        foreach (ImmutableArray<TensorPiece> pieces in Pieces)
        {
            firstBlocks.Add(end);
            end += pieces.Length;
        }

        _firstBlocks = firstBlocks.MoveToImmutable();
        // At least as much as a row that is sent has.
        Layout = new ColumnLayout([.. Pieces.SelectMany(static pieces => pieces).Select(static piece => piece.VariableCount)], FoldingSchedule.LogClearElements);
    }

    /// <summary>Columns of one step stand together and are of one shape: their pieces are worked out once.</summary>
    private static ImmutableArray<ImmutableArray<TensorPiece>> PiecesOf(ImmutableArray<TensorShape> shapes)
    {
        var pieces = ImmutableArray.CreateBuilder<ImmutableArray<TensorPiece>>(shapes.Length);
        foreach (TensorShape shape in shapes)
        {
            bool isRepeated = pieces.Count > 0 && shape.CellCounts.AsSpan().SequenceEqual(shapes[pieces.Count - 1].CellCounts.AsSpan());
            pieces.Add(isRepeated ? pieces[^1] : TensorPiece.Of(shape.CellCounts));
        }

        return pieces.MoveToImmutable();
    }

    /// <summary>Of the columns.</summary>
    public ImmutableArray<TensorShape> Shapes { get; }

    /// <summary>Of each column, in the order in which they are placed.</summary>
    public ImmutableArray<ImmutableArray<TensorPiece>> Pieces { get; }

    /// <summary>Of the pieces of all columns.</summary>
    public ColumnLayout Layout { get; }

    /// <summary>The block of the layout that a piece is.</summary>
    public int BlockOf(int column, int piece) => _firstBlocks[column] + piece;

    /// <summary>The place of the first cell of a piece.</summary>
    public long OffsetOf(int column, int piece) => Layout.OffsetOf(BlockOf(column, piece));
}
