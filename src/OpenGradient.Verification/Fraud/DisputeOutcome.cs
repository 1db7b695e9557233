namespace OpenGradient.Verification;

/// <summary>How a dispute ended.</summary>
public enum DisputeOutcome
{
    /// <summary>The issuer of the receipt is convicted, and nobody else.</summary>
    Issuer,

    /// <summary>The challenger is convicted, and nobody else.</summary>
    Challenger,

    /// <summary>Both are: one of them must have lied, and the messages do not tell which.</summary>
    Both,

    /// <summary>Both say the same.</summary>
    Nobody,

    /// <summary>The messages end before there is a verdict, or go on behind it, or the terms are none.</summary>
    Unfinished,

    /// <summary>The judge does not have the semantics that the terms name.</summary>
    SemanticsUnknown,
}
