namespace OpenGradient.Cli.Nodes;

/// <summary>A node that cannot be reached, or that refused; the message is one sentence for a person.</summary>
/// <param name="message">The sentence.</param>
/// <param name="isRefusal">Whether a node answered, and said no.</param>
/// <param name="innerException">The cause, if another error is one.</param>
internal sealed class NodeException(string message, bool isRefusal = false, Exception? innerException = null) : Exception(message, innerException)
{
    public bool IsRefusal { get; } = isRefusal;

    /// <summary>When a node that is too busy now wants to be asked again; null for every other trouble.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
