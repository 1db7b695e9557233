namespace OpenGradient.Receipts;

/// <summary>The APIs whose streams are known, each with events of its own.</summary>
public enum AnswerApi
{
    /// <summary>OpenAI: <c>/v1/chat/completions</c>.</summary>
    ChatCompletions,

    /// <summary>OpenAI: <c>/v1/completions</c>.</summary>
    Completions,

    /// <summary>OpenAI: <c>/v1/responses</c>.</summary>
    Responses,

    /// <summary>Anthropic: <c>/v1/messages</c>.</summary>
    Messages,
}
