using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Statements;

/// <summary>A vector of columns that is committed to, and the claims about them.</summary>
/// <param name="Shape">Of its matrix.</param>
/// <param name="Root">The commitment.</param>
/// <param name="Columns">What lies in it, and where.</param>
/// <param name="Claims">In the order in which they arose.</param>
internal sealed record CommittedClaims<TExtension>(CommitmentShape Shape, byte[] Root, PlacedColumns Columns, IReadOnlyList<VectorClaim<TExtension>> Claims)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>Σ γ^i w̃_i at the last coordinates of a point, those before them being 0 for whoever stands in the vector.</summary>
    public TExtension WeightAt(ReadOnlySpan<TExtension> point, TExtension gamma)
    {
        int variableCount = Columns.Layout.VariableCount;
        TExtension[] own = point[^variableCount..].ToArray();
        TExtension weight = ColumnsVerifier.Combined(gamma, Claims, claim => claim.WeightAt(Columns, own));
        foreach (TExtension coordinate in point[..^variableCount])
            weight *= TExtension.One - coordinate;
        return weight;
    }
}
