namespace OpenGradient.Receipts;

/// <summary>Why an inference ended, as the issuer states it.</summary>
public enum FinishReason
{
    /// <summary>A tensor model ran to its end.</summary>
    Complete,

    /// <summary>A language model ended its turn, or met a stop string.</summary>
    Stop,

    /// <summary>The limit of tokens was reached.</summary>
    Length,

    /// <summary>A language model asked for a tool.</summary>
    ToolCalls,

    /// <summary>The client went away; the receipt speaks of what was made until then.</summary>
    Aborted,
}
