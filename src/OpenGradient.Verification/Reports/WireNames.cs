namespace OpenGradient.Verification;

/// <summary>The names that reports and policies use for verdicts and rows.</summary>
public static class WireNames
{
    /// <summary>The name of a verdict.</summary>
    public static string WireName(this Verdict verdict) => verdict switch
    {
        Verdict.Valid => "valid",
        Verdict.Invalid => "invalid",
        Verdict.Unverifiable => "unverifiable",
    };

    /// <summary>The name of a row.</summary>
    public static string WireName(this RowKind kind) => kind switch
    {
        RowKind.Receipt => "receipt",
        RowKind.Signature => "signature",
        RowKind.Log => "log",
        RowKind.Witnesses => "witnesses",
        RowKind.Input => "input",
        RowKind.Output => "output",
        RowKind.Draw => "draw",
        RowKind.Reexecution => "re-execution",
        RowKind.Proof => "proof",
        RowKind.Audit => "audit",
        RowKind.Policy => "policy",
        RowKind.Evidence => "evidence",
    };
}
