namespace OpenGradient.Kernels;

/// <summary>What a small float has beside finite numbers.</summary>
internal enum FloatSpecials
{
    /// <summary>The highest exponent is infinity (fraction 0) and NaN.</summary>
    Ieee,

    /// <summary>No infinity; exponent and fraction of ones are NaN.</summary>
    OnlyNaN,

    /// <summary>No infinity and no -0; the bits of -0 are the NaN.</summary>
    NaNForMinusZero,

    /// <summary>Neither infinity nor NaN.</summary>
    None,
}
