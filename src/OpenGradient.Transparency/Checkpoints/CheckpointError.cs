namespace OpenGradient.Transparency;

/// <summary>Why a checkpoint was not accepted.</summary>
public enum CheckpointError
{
    /// <summary>It was accepted.</summary>
    None,

    /// <summary>Not a signed note: <c>checkpoint-malformed</c>.</summary>
    NoteMalformed,

    /// <summary>A signed note whose text is not a checkpoint: <c>checkpoint-malformed</c>.</summary>
    BodyMalformed,

    /// <summary>Another log's checkpoint: <c>checkpoint-malformed</c>.</summary>
    OriginMismatch,

    /// <summary>No signature line has the log's name and key hash: <c>checkpoint-signature-missing</c>.</summary>
    SignatureMissing,

    /// <summary>The log's signature line is not its signature of this text: <c>checkpoint-signature-invalid</c>.</summary>
    SignatureInvalid,
}
