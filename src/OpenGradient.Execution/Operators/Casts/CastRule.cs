using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>What casts to 8-bit floats leave open.</summary>
/// <param name="Saturates">Whether too large numbers become the largest one instead of infinity or NaN.</param>
/// <param name="Scale">How numbers become powers of two.</param>
internal readonly record struct CastRule(bool Saturates, ScaleRounding Scale)
{
    /// <summary>Saturating, to the larger power of two.</summary>
    public static CastRule Default { get; } = new(true, ScaleRounding.Up);
}
