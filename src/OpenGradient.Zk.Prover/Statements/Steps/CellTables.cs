using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The cells of a tensor at their places in {0,1}^n, with zeros at cells of padding.</summary>
internal static class CellTables
{
    public static TExtension[] Of<TExtension>(TensorShape shape, long[] cells)
        where TExtension : struct, IExtension<TExtension> => Of(shape, Array.ConvertAll(cells, static cell => TExtension.From(Goldilocks.From(cell))));

    public static TExtension[] Of<TExtension>(TensorShape shape, TExtension[] cells)
        where TExtension : struct, IExtension<TExtension>
    {
        var table = new TExtension[1L << shape.VariableCount];
        long[] places = shape.PlacesOfCells();
        for (int cell = 0; cell < cells.Length; cell++)
            table[places[cell]] = cells[cell];
        return table;
    }
}
