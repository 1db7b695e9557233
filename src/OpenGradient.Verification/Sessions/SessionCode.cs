namespace OpenGradient.Verification;

/// <summary>What the two rows about a session came to; each fault says what it stops (receipt-1 §9.3).</summary>
public enum SessionCode
{
    /// <summary>Checked, and right.</summary>
    Ok,

    /// <summary>Right from some receipt on, which is not the session's first.</summary>
    OkPartial,

    /// <summary>Two readers that see two sessions in the same bytes: the file has another form, or none of its bundles has a receipt.</summary>
    SessionMalformed,

    /// <summary>Passing a receipt off as a step that it does not say it is: it names no session.</summary>
    SessionMissing,

    /// <summary>Putting a step of another session in.</summary>
    SessionForeign,

    /// <summary>Telling one step twice.</summary>
    StepTwice,

    /// <summary>Two receipts for one place: the issuer has signed two ways that the session went.</summary>
    StepForked,

    /// <summary>Telling steps in another order.</summary>
    StepMoved,

    /// <summary>Leaving a step out.</summary>
    StepMissing,

    /// <summary>A step that follows another receipt than the one before it.</summary>
    PrevMismatch,

    /// <summary>Not all messages are disclosed, so that calls and results cannot all be compared.</summary>
    NotDisclosed,

    /// <summary>Telling the model that it called a tool otherwise than it did.</summary>
    CallChanged,

    /// <summary>A call, or the result of one, that no step made.</summary>
    CallUnknown,

    /// <summary>Telling the model another result of a call than before.</summary>
    ResultChanged,
}
