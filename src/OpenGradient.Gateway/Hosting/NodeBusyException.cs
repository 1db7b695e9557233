namespace OpenGradient.Gateway;

/// <summary>More inferences are waiting than the node takes, of all or of one client: answered with 429.</summary>
internal sealed class NodeBusyException(TimeSpan retryAfter) : Exception($"Too many inferences are waiting, of this client or of all: try again in {retryAfter.TotalSeconds:0} s.")
{
    /// <summary>When it is worth while to ask again.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
