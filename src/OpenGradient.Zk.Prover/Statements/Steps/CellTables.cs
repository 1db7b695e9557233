using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The cells of a tensor at their places in {0,1}^n, with zeros at cells of padding.</summary>
internal static class CellTables
{
    public static TExtension[] Of<TExtension>(TensorShape shape, long[] cells)
        where TExtension : struct, IExtension<TExtension>
    {
        var table = new TExtension[1L << shape.VariableCount];
        (long[] places, int count) = shape.PlacesOfRuns();
        Halves.OfCells(places.Length * count, (first, end) =>
        {
            for (int run = first / count; run < end / count; run++)
                BulkArithmetic<TExtension>.Instance.Embed(cells, run * count, table, (int)places[run], count);
        }, Halves.SharedLaneCells);
        return table;
    }

    public static TExtension[] Of<TExtension>(TensorShape shape, TExtension[] cells)
        where TExtension : struct, IExtension<TExtension>
    {
        var table = new TExtension[1L << shape.VariableCount];
        (long[] places, int count) = shape.PlacesOfRuns();
        for (int run = 0; run < places.Length; run++)
            cells.AsSpan(run * count, count).CopyTo(table.AsSpan((int)places[run]));
        return table;
    }
}
