using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Claims;

/// <summary>A claim about a column of the witness or of the key: the weight is 0 outside of it.</summary>
/// <param name="Column">Its place among the columns.</param>
/// <param name="Claim">Over the axes of the column.</param>
internal sealed record ColumnClaim<TExtension>(int Column, Claim<TExtension> Claim) : VectorClaim<TExtension>(Claim.Sum)
    where TExtension : struct, IExtension<TExtension>
{
    public override TExtension WeightAt(PlacedColumns columns, ReadOnlySpan<TExtension> point)
    {
        TExtension sum = TExtension.Zero;
        for (int piece = 0; piece < columns.Pieces[Column].Length; piece++)
        {
            int block = columns.BlockOf(Column, piece);
            sum += columns.Layout.PlaceWeight(block, point) * Claim.WeightAt(columns.Layout.Inside(block, point), columns.Shapes[Column].CellCounts, columns.Pieces[Column][piece]);
        }

        return sum;
    }
}
