using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>A vector where it is opened.</summary>
/// <param name="Vector">The vector.</param>
/// <param name="Weights">With what its rows are combined there.</param>
/// <param name="Row">Their combination.</param>
internal sealed record CombinedVector<TExtension>(CommittedVector Vector, TExtension[] Weights, TExtension[] Row)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>At the last coordinates of a point.</summary>
    public static CombinedVector<TExtension> At(CommittedVector vector, ReadOnlySpan<TExtension> point, CancellationToken cancellation = default)
    {
        TExtension[] weights = vector.RowWeights(point);
        return new(vector, weights, vector.CombineRows(weights, cancellation));
    }

    /// <summary>The value there.</summary>
    public TExtension ValueAt(ReadOnlySpan<TExtension> point)
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        return arithmetic.Inner(arithmetic.EqualityTable(point[^Vector.Shape.LogRowElements..]), Row);
    }
}
