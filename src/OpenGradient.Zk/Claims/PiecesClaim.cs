using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Claims;

/// <summary>A claim about many pieces at once: what the extension of each is at the last coordinates of one point, times a number.</summary>
/// <param name="Point">As many coordinates as the largest piece has, or more.</param>
/// <param name="Terms">The pieces, as blocks of the vector's layout, and the numbers; a piece may come several times.</param>
/// <param name="Sum">What they add up to.</param>
internal sealed record PiecesClaim<TExtension>(TExtension[] Point, ImmutableArray<(int Block, TExtension Factor)> Terms, TExtension Sum) : VectorClaim<TExtension>(Sum)
    where TExtension : struct, IExtension<TExtension>
{
    /// <remarks>All pieces of one size share their coordinates, and so their eq.</remarks>
    public override TExtension WeightAt(PlacedColumns columns, ReadOnlySpan<TExtension> point)
    {
        var sums = new TExtension[point.Length + 1]; // by the bits of pieces
        foreach ((int block, TExtension factor) in Terms)
            sums[columns.Layout.LogLengthOf(block)] += factor * columns.Layout.PlaceWeight(block, point);
        (TExtension sum, TExtension equality) = (sums[0], TExtension.One);
        for (int bits = 1; bits <= Math.Min(point.Length, Point.Length); bits++)
        {
            equality *= EqualityPolynomial.At<TExtension>([Point[^bits]], [point[^bits]]);
            sum += equality * sums[bits];
        }

        return sum;
    }
}
