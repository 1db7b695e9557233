using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Lookups;

/// <summary>That p̃ and q̃ have these values at one point.</summary>
/// <param name="Point">From the most significant variable on.</param>
/// <param name="Numerator">p̃ there.</param>
/// <param name="Denominator">q̃ there.</param>
internal readonly record struct FractionClaim<TExtension>(TExtension[] Point, TExtension Numerator, TExtension Denominator)
    where TExtension : struct, IExtension<TExtension>;
