namespace OpenGradient.Verification;

/// <summary>The names and verdicts of <see cref="SessionCode"/>.</summary>
public static class SessionCodes
{
    /// <summary>The verdict that a code comes to.</summary>
    public static Verdict Verdict(this SessionCode code) => code switch
    {
        SessionCode.Ok or SessionCode.OkPartial => Verification.Verdict.Valid,
        SessionCode.NotDisclosed => Verification.Verdict.Unverifiable,
        _ => Verification.Verdict.Invalid,
    };

    /// <summary>The name in reports and vectors.</summary>
    public static string WireName(this SessionCode code) => code switch
    {
        SessionCode.Ok => "ok",
        SessionCode.OkPartial => "ok-partial",
        SessionCode.SessionMalformed => "session-malformed",
        SessionCode.SessionMissing => "session-missing",
        SessionCode.SessionForeign => "session-foreign",
        SessionCode.StepTwice => "step-twice",
        SessionCode.StepForked => "step-forked",
        SessionCode.StepMoved => "step-moved",
        SessionCode.StepMissing => "step-missing",
        SessionCode.PrevMismatch => "prev-mismatch",
        SessionCode.NotDisclosed => "not-disclosed",
        SessionCode.CallChanged => "call-changed",
        SessionCode.CallUnknown => "call-unknown",
        SessionCode.ResultChanged => "result-changed",
    };
}
