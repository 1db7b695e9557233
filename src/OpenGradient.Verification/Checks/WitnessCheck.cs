using OpenGradient.Transparency;

namespace OpenGradient.Verification;

/// <summary>The row <c>witnesses</c> (receipt-1 §5.12).</summary>
/// <remarks>
/// Establishes that a quorum of the policy's witnesses saw the same tree and that it continued what they had seen before. Does not
/// establish that they are independent of each other or of the log: whoever wrote the policy knew that, or did not.
/// </remarks>
internal static class WitnessCheck
{
    /// <summary>Null without a policy about witnesses.</summary>
    public static WitnessesFinding? Check(LogFinding log, WitnessPolicy? policy)
    {
        if (policy is null)
            return null;
        if (log.Key is null)
            return Fail(VerificationCode.DependsOn, "Without a valid row log there is nothing that witnesses could have cosigned.");
        if (!policy.Accepts(log.Key))
            return Fail(VerificationCode.QuorumNotMet, $"The witness policy does not list the log {log.Key.Name}: its witnesses speak of others.");
        // The row log is valid: so this is a note, and a checkpoint.
        if (!SignedNote.TryParse(log.CheckpointNote.AsSpan(), out SignedNote? note) || !Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint))
            return Fail(VerificationCode.DependsOn, "The checkpoint cannot be read.");
        WitnessFinding finding = policy.Check(note, checkpoint);
        if (finding.Forged is { } witness)
            return Fail(VerificationCode.CosignatureInvalid, $"A line in the name of witness {witness.Name} is not its cosignature.");
        VerificationCode code = finding.IsQuorum ? VerificationCode.Ok : VerificationCode.QuorumNotMet;
        return new WitnessesFinding(new(RowKind.Witnesses, code, Count(finding, policy)), finding.Cosigned, policy.Witnesses.Length);
    }

    private static string Count(WitnessFinding finding, WitnessPolicy policy)
    {
        string names = finding.Cosigned.IsEmpty ? "" : $": {string.Join(", ", finding.Cosigned.Select(static witness => witness.Name))}";
        return $"{finding.Cosigned.Length} of {policy.Witnesses.Length} known witnesses cosigned{names}.";
    }

    private static WitnessesFinding Fail(VerificationCode code, string reason) => new(new(RowKind.Witnesses, code, reason), [], 0);
}
