using System.Collections.Immutable;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Circuits;

/// <summary>Where columns stand in the vector that they are committed to in; proof-1 section 10.</summary>
internal sealed class PlacedColumns
{
    private readonly ImmutableArray<int> _firstBlocks; // of each column

    private PlacedColumns(ImmutableArray<TensorShape> shapes, Func<ImmutableArray<long>, ImmutableArray<TensorPiece>> cut)
    {
        Shapes = shapes;
        Pieces = [.. shapes.Select(shape => cut(shape.CellCounts))];
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

    /// <summary>The witness: each column in one piece, with its padding.</summary>
    public static PlacedColumns OfWitness(ImmutableArray<TensorShape> shapes) => new(shapes, static shape => [TensorPiece.Whole(shape)]);

    /// <summary>The key: columns in pieces without padding, because weights are many.</summary>
    public static PlacedColumns OfKey(ImmutableArray<TensorShape> shapes) => new(shapes, TensorPiece.Of);

    /// <summary>The place of the first cell of a piece.</summary>
    public long OffsetOf(int column, int piece) => Layout.OffsetOf(_firstBlocks[column] + piece);

    /// <summary>The extension of a claim's weight, which is 0 outside of its column, at a point of the vector's variables.</summary>
    public TExtension WeightAt<TExtension>(ColumnClaim<TExtension> claim, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int piece = 0; piece < Pieces[claim.Column].Length; piece++)
        {
            int block = _firstBlocks[claim.Column] + piece;
            sum += Layout.PlaceWeight(block, point) * claim.Claim.WeightAt(Layout.Inside(block, point), Shapes[claim.Column].CellCounts, Pieces[claim.Column][piece]);
        }

        return sum;
    }
}
