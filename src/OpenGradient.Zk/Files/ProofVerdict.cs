namespace OpenGradient.Zk;

/// <summary>The answer about a proof.</summary>
/// <param name="Code">What came out.</param>
/// <param name="Reason">Why, for people: it names the step, input, output or place.</param>
public readonly record struct ProofVerdict(ProofVerdictCode Code, string Reason)
{
    /// <summary>Whether it is proved, of the inputs that were given or of inputs that the proof hides: <see cref="Code"/> says which.</summary>
    public bool IsProved => Code is ProofVerdictCode.Ok or ProofVerdictCode.OkForHiddenInput;
}
