using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Claims;

/// <summary>That Σ w(x) P(x) = sum, P being a vector that is committed to; proof-1 section 11.</summary>
/// <param name="Sum">What the vector adds up to.</param>
internal abstract record VectorClaim<TExtension>(TExtension Sum)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>w̃ at a point.</summary>
    /// <param name="columns">What lies in the vector, and where.</param>
    /// <param name="point">Of its variables.</param>
    public abstract TExtension WeightAt(PlacedColumns columns, ReadOnlySpan<TExtension> point);
}
