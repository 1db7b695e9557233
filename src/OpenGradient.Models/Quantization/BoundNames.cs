namespace OpenGradient.Models.Quantization;

/// <summary>Names of the constants that keep a number where calibration left room for it: an integer Program says by them where what comes in can have been too large.</summary>
/// <remarks>Equal constants share the name of the first, so a bound that equals a constant of another kind is not seen; none that is seen is another's.</remarks>
internal static class BoundNames
{
    /// <summary>The greatest number, of a <c>Min</c>.</summary>
    public const string High = "high";

    /// <summary>The least number, of a <c>Max</c>.</summary>
    public const string Low = "low";

    /// <summary>The least divisor, or operand of a logarithm, of a <c>Max</c>.</summary>
    public const string Least = "least";

    /// <summary>A table of a <c>FixedScale</c>: the largest number that an entry can be stands for all that is larger.</summary>
    public const string Table = "table";

    /// <summary>A bound beyond which a function is all but constant: nothing is lost there.</summary>
    public const string Harmless = "flat";
}
