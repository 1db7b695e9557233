using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>Pads, the factors of products, and these, each in its place; proof-1 section 14.</summary>
internal static class TableauCells
{
    /// <returns>[rows of cells][cells]</returns>
    public static TExtension[][] Of<TExtension>(TableauShape shape, IReadOnlyList<Unknown> unknowns, TExtension[] pads)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[][] rows = [.. Enumerable.Range(0, shape.CellRows).Select(_ => new TExtension[shape.CellCount])];
        var values = new TExtension[unknowns.Count];
        for (int index = 0; index < values.Length; index++)
        {
            Unknown unknown = unknowns[index];
            values[index] = unknown.IsPad ? pads[unknown.Index] : values[unknown.Left] * values[unknown.Right];
            (int row, int cell) = shape.PlaceOf(unknown);
            rows[row][cell] = values[index];
            if (unknown.IsPad)
                continue;
            (row, cell) = shape.PlaceOfFactor(unknown.Index);
            rows[row][cell] = values[unknown.Left];
            rows[row + shape.ProductRows][cell] = values[unknown.Right];
        }

        return rows;
    }
}
