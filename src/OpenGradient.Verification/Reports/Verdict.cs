namespace OpenGradient.Verification;

/// <summary>What a check came to.</summary>
public enum Verdict
{
    /// <summary>Checked, and right.</summary>
    Valid,

    /// <summary>Checked, and wrong.</summary>
    Invalid,

    /// <summary>Could not be checked; it must not pass for right.</summary>
    Unverifiable,
}
