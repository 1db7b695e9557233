using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <summary>What steps make of values that are known before any input is: constants again, which take no proof.</summary>
internal static class KnownElements
{
    /// <summary>The elements of what a step makes; null if it reads something that is not known, or is of a kind that is always proved.</summary>
    public static long[]? TryRun(CircuitStep step, ImmutableArray<long> shape, Func<int, long[]?> known, Func<int, ImmutableArray<long>> shapeOf) => step switch
    {
        ReshapeStep reshape => known(reshape.X),
        TransposeStep transpose when known(transpose.X) is { } x => StridedCells.Transpose(x, shapeOf(transpose.X), transpose.Order),
        PlacementStep placement when placement.Parts.All(part => known(part.X) is not null) => placement.Place(value => known(value)!),
        SumStep sum when known(sum.Left) is { } left && known(sum.Right) is { } right =>
            Combine(left, shapeOf(sum.Left), right, shapeOf(sum.Right), shape, sum.IsDifference ? static (x, y) => x - y : static (x, y) => x + y),
        ProductStep product when known(product.Left) is { } left && known(product.Right) is { } right =>
            Combine(left, shapeOf(product.Left), right, shapeOf(product.Right), shape, static (x, y) => x * y),
        FactorStep factor when known(factor.X) is { } x && known(factor.Factors) is { } factors =>
            Combine(x, shapeOf(factor.X), factors, shapeOf(factor.Factors), shape, static (left, right) => left * right),
        _ => null,
    };

    /// <summary>f cell by cell, with broadcasting to a shape.</summary>
    private static long[] Combine(long[] x, ImmutableArray<long> xShape, long[] y, ImmutableArray<long> yShape, ImmutableArray<long> shape, Func<long, long, long> f) =>
        [.. StridedCells.Broadcast(x, xShape, shape).Zip(StridedCells.Broadcast(y, yShape, shape), f)];
}
