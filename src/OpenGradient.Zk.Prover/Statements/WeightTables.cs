using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The weight of a claim at the places of its tensor's cells.</summary>
internal static class WeightTables
{
    /// <summary>The last factors are multiplied out until so many cells are added at once.</summary>
    private const int EnoughCells = 512;

    /// <summary>Adds factor · w(x) at each cell.</summary>
    /// <param name="table">Numbers of which the tensor's come from a place on.</param>
    /// <param name="start">That place.</param>
    /// <param name="shape">The tensor.</param>
    /// <param name="claim">Of weight w.</param>
    /// <param name="factor">By which it is multiplied.</param>
    public static void Add<TExtension>(TExtension[] table, long start, TensorShape shape, Claim<TExtension> claim, TExtension factor)
        where TExtension : struct, IExtension<TExtension>
    {
        (int axis, int outer) = (shape.CellCounts.Length, claim.Weight.Length);
        WeightFactor<TExtension> together = new(0, [TExtension.One]);
        // Behind the first of the axes that are taken together there is no padding, so that their cells follow each other.
        while (outer > 0 && together.Cells.Length < EnoughCells && IsRun(shape.CellCounts.AsSpan()[(axis - claim.Weight[outer - 1].AxisCount)..]))
        {
            together = claim.Weight[--outer].Join(together);
            axis -= claim.Weight[outer].AxisCount;
        }

        int runBits = shape.CellCounts.AsSpan()[axis..].ToArray().Sum(TensorShape.LogOf);
        long[] places = new TensorShape(shape.CellCounts.AsSpan()[..axis]).PlacesOfCells();
        TExtension[] cells = BulkArithmetic<TExtension>.Joined(claim.Weight[..outer]);
        for (int cell = 0; cell < places.Length; cell++)
            BulkArithmetic<TExtension>.Instance.AddScaled(table, (int)(start + (places[cell] << runBits)), factor * cells[cell], together.Cells);
    }

    private static bool IsRun(ReadOnlySpan<long> axes) => axes.Length < 2 || new TensorShape(axes).PlacesOfRuns().Places.Length == 1;
}
