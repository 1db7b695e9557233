namespace OpenGradient.Models.Quantization;

/// <summary>Names of the constants that keep a number where calibration left room for it: an integer Program says by them where what comes in can have been too large.</summary>
internal static class BoundNames
{
    /// <summary>What all of them begin with; no other constant takes the place of one with such a name, even if it has the same bytes.</summary>
    public const string Prefix = "bound.";

    /// <summary>The greatest number.</summary>
    public const string High = Prefix + "high";

    /// <summary>The least number.</summary>
    public const string Low = Prefix + "low";

    /// <summary>The least divisor, or operand of a logarithm.</summary>
    public const string Least = Prefix + "least";

    /// <summary>A table that only changes a scale: its largest entry stands for all that is larger.</summary>
    public const string Cut = Prefix + "cut";

    /// <summary>A table of a function: the largest number that an entry can be stands for all that is larger.</summary>
    public const string Table = Prefix + "table";

    /// <summary>A bound beyond which a function is all but constant: nothing is lost there. A table of the powers of a softmax, none of which is larger than one.</summary>
    public const string Harmless = "flat";
}
