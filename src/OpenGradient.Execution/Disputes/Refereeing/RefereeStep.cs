namespace OpenGradient.Execution.Disputes;

/// <summary>What follows a round: another phase, or the end.</summary>
/// <param name="Next">The next phase, if the dispute goes on.</param>
/// <param name="Verdict">The verdict, if it is over.</param>
internal sealed record RefereeStep(RefereePhase? Next, Verdict? Verdict)
{
    /// <summary>The dispute goes on.</summary>
    public static RefereeStep To(RefereePhase next) => new(next, null);

    /// <summary>The dispute is over; without anybody convicted by name both are, for one of them must be wrong.</summary>
    public static RefereeStep Convict(VerdictCode code, IEnumerable<Party> convicted, string reason)
    {
        Party[] parties = [.. convicted];
        return new(null, new Verdict(code, parties.Length == 0 ? [Party.A, Party.B] : [.. parties], reason));
    }
}
