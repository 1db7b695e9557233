using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Statements;

/// <summary>A vector of columns that is committed to, and the claims about them.</summary>
/// <param name="Shape">Of its matrix.</param>
/// <param name="Root">The commitment.</param>
/// <param name="Columns">What lies in it.</param>
/// <param name="Claims">In the order in which they arose.</param>
internal sealed record CommittedClaims<TExtension>(CommitmentShape Shape, byte[] Root, ImmutableArray<TensorShape> Columns, IReadOnlyList<ColumnClaim<TExtension>> Claims)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>Σ γ^i w̃_i at the last coordinates of a point, those before them being 0 for whoever stands in the vector.</summary>
    public TExtension WeightAt(ReadOnlySpan<TExtension> point, TExtension gamma)
    {
        var layout = ColumnLayout.OfCommitment(Columns);
        TExtension[] own = point[^layout.VariableCount..].ToArray();
        TExtension weight = ColumnsVerifier.Combined(gamma, Claims, claim =>
            layout.PlaceWeight<TExtension>(claim.Column, own) * claim.Claim.WeightAt(layout.Inside<TExtension>(claim.Column, own), Columns[claim.Column].CellCounts));
        foreach (TExtension coordinate in point[..^layout.VariableCount])
            weight *= TExtension.One - coordinate;
        return weight;
    }
}
