namespace OpenGradient.Zk;

/// <summary>How sure a proof makes (proof-1 section 1): the degree of the field that challenges come from.</summary>
public enum ProofProfile
{
    /// <summary>100 bits.</summary>
    Quadratic = 2,

    /// <summary>128 bits.</summary>
    Cubic = 3,
}
