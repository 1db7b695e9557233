namespace OpenGradient.Verification;

/// <summary>The rows of a report, in their order (receipt-1 §5).</summary>
public enum RowKind
{
    /// <summary>Whether the bytes are a bundle with a receipt at all.</summary>
    Receipt,

    /// <summary>Whether the issuer signed it.</summary>
    Signature,

    /// <summary>Whether the log that the receipt names holds it.</summary>
    Log,

    /// <summary>Whether the witnesses that the policy knows cosigned what the log signed.</summary>
    Witnesses,

    /// <summary>Whether the disclosed input is the committed one.</summary>
    Input,

    /// <summary>Whether the disclosed output is the committed one.</summary>
    Output,

    /// <summary>Whether the provider could not choose the random stream.</summary>
    Draw,

    /// <summary>Whether the Program, run again, gives the same bits.</summary>
    Reexecution,

    /// <summary>Whether a proof shows that the Program gave the output.</summary>
    Proof,

    /// <summary>Whether auditors say that they ran it again.</summary>
    Audit,

    /// <summary>Whether the receipt meets the constraints of the policy.</summary>
    Policy,

    /// <summary>Evidence that this version does not know.</summary>
    Evidence,
}
