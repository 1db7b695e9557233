using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Commitments;

/// <summary>That a committed vector's extension has a value at the last coordinates of a point.</summary>
/// <param name="Shape">Of the matrix that the vector is.</param>
/// <param name="Root">What it was committed to with.</param>
/// <param name="Value">What its extension is said to be.</param>
internal sealed record Opening<TExtension>(CommitmentShape Shape, byte[] Root, TExtension Value)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>y: what the rows are combined at.</summary>
    public ReadOnlySpan<TExtension> RowPoint(ReadOnlySpan<TExtension> point) => point[^Shape.VariableCount..^Shape.LogRowElements];

    /// <summary>What the rows are combined with.</summary>
    public TExtension[] RowWeights(ReadOnlySpan<TExtension> point) => Shape.IsMask ? MaskRows.Weights<TExtension>() : EqualityPolynomial.Table(RowPoint(point));
}
