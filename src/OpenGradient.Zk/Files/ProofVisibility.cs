namespace OpenGradient.Zk;

/// <summary>What a proof shows of itself beside its statement (proof-1 section 15).</summary>
public enum ProofVisibility
{
    /// <summary>Nothing is hidden: whoever has the proof learns about weights and values between the steps.</summary>
    Public = 0,
}
