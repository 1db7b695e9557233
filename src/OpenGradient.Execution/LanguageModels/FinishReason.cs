namespace OpenGradient.Execution.LanguageModels;

/// <summary>Why an answer is over.</summary>
public enum FinishReason
{
    /// <summary>The model ended its turn, or a stop string appeared.</summary>
    Stop,

    /// <summary>The limit of tokens or of the context was reached.</summary>
    Length,

    /// <summary>The caller cancelled.</summary>
    Aborted,
}
