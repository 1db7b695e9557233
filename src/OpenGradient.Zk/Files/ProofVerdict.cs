namespace OpenGradient.Zk;

/// <summary>The answer about a proof.</summary>
/// <param name="Code">What came out.</param>
/// <param name="Reason">Why, for people: it names the step, input, output or place.</param>
public readonly record struct ProofVerdict(ProofVerdictCode Code, string Reason)
{
    /// <summary>Whether it is proved.</summary>
    public bool IsProved => Code == ProofVerdictCode.Ok;
}
