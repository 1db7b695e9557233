namespace OpenGradient.Verification;

/// <summary>One line of a report: what was checked and what came out.</summary>
/// <param name="Kind">What was checked.</param>
/// <param name="Code">What came out; the verdict follows from it.</param>
/// <param name="Reason">Why, in words for people; it repeats no text of the bundle but labels and digests.</param>
public sealed record ReportRow(RowKind Kind, VerificationCode Code, string Reason)
{
    /// <summary>Valid, invalid or unverifiable.</summary>
    public Verdict Verdict => Code.Verdict();

    /// <summary>Whether the verdict is <see cref="Verification.Verdict.Valid"/>.</summary>
    public bool IsValid => Verdict == Verification.Verdict.Valid;
}
