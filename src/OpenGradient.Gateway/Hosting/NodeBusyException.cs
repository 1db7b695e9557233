namespace OpenGradient.Gateway;

/// <summary>More inferences are waiting than the node takes: answered with 429.</summary>
internal sealed class NodeBusyException() : Exception("Too many inferences are waiting: try again in a moment.");
