namespace OpenGradient.Gateway;

/// <summary>Where the proof of a receipt stands.</summary>
internal enum ProofState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is being made.</summary>
    Running,

    /// <summary>It is in the receipt's bundle.</summary>
    Done,

    /// <summary>It could not be made; there is a reason.</summary>
    Failed,

    /// <summary>Somebody who may see the receipt called it off.</summary>
    Cancelled,
}
