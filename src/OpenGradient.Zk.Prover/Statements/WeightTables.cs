using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels;

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
        TExtension[] together = [TExtension.One];
        while (outer > 0 && together.Length < EnoughCells)
        {
            WeightFactor<TExtension> next = claim.Weight[--outer];
            ReadOnlySpan<long> axes = shape.CellCounts.AsSpan().Slice(axis - next.AxisCount, next.AxisCount);
            // The last axis by itself is not copied, unless something comes before it.
            together = together.Length == 1 && axes.Length == 1 ? Scaled(next.Cells, together[0]) : Outside(axes, next.Cells, Padded(together));
            axis -= next.AxisCount;
        }

        int runBits = shape.CellCounts.AsSpan()[axis..].ToArray().Sum(TensorShape.LogOf);
        long[] places = new TensorShape(shape.CellCounts.AsSpan()[..axis]).PlacesOfCells();
        TExtension[] cells = BulkArithmetic<TExtension>.Joined(claim.Weight[..outer]);
        Halves.OfCells(places.Length * together.Length, (first, end) =>
        {
            for (int cell = first / together.Length; cell < end / together.Length; cell++)
                BulkArithmetic<TExtension>.Instance.AddScaled(table, (int)(start + (places[cell] << runBits)), factor * cells[cell], together);
        }, Halves.SharedLaneCells);
    }

    private static TExtension[] Scaled<TExtension>(TExtension[] weights, TExtension factor)
        where TExtension : struct, IExtension<TExtension> => factor == TExtension.One ? weights : Array.ConvertAll(weights, weight => weight * factor);

    /// <summary>With zeros up to a power of two.</summary>
    private static TExtension[] Padded<TExtension>(TExtension[] weights)
        where TExtension : struct, IExtension<TExtension>
    {
        Array.Resize(ref weights, 1 << TensorShape.LogOf(weights.Length));
        return weights;
    }

    /// <summary>The weights of some axes times those of the ones inside of them, each at its place; zeros at cells of padding.</summary>
    private static TExtension[] Outside<TExtension>(ReadOnlySpan<long> axes, TExtension[] weights, TExtension[] inside)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape shape = new(axes);
        long[] places = shape.PlacesOfCells();
        var all = new TExtension[inside.Length << shape.VariableCount];
        for (int cell = 0; cell < places.Length; cell++)
            BulkArithmetic<TExtension>.Instance.AddScaled(all, (int)places[cell] * inside.Length, weights[cell], inside);
        return all;
    }
}
