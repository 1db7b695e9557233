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
        Pieces = [.. shapes.Select(static shape => TensorPiece.Of(shape.CellCounts))];
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
