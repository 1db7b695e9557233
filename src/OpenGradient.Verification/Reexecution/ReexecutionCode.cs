namespace OpenGradient.Verification;

/// <summary>What running the Program again came to (receipt-1 §5.7).</summary>
public enum ReexecutionCode
{
    /// <summary>Every output bit and the trace root are equal.</summary>
    Ok,

    /// <summary>The model's files are not at hand.</summary>
    ModelMissing,

    /// <summary>The receipt names semantics that this build does not have.</summary>
    SemanticsUnknown,

    /// <summary>What the answer is held to takes more work to follow than a verifier has to spend.</summary>
    WorkExceeded,

    /// <summary>The files at hand are not the model that the receipt names.</summary>
    ModelMismatch,

    /// <summary>The files compile to another Program than the receipt names.</summary>
    ProgramMismatch,

    /// <summary>The disclosed input is not an input of the Program, or its parts contradict each other.</summary>
    InputInvalid,

    /// <summary>An output bit differs.</summary>
    OutputMismatch,

    /// <summary>The outputs are equal and the trace root is not.</summary>
    TraceMismatch,

    /// <summary>Usage, finish or the order of leaves does not fit the run.</summary>
    UsageMismatch,
}
