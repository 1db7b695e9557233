namespace OpenGradient.Cli.Nodes;

/// <summary>A node that cannot be reached, or that refused; the message is one sentence for a person.</summary>
internal sealed class NodeException(string message, Exception? innerException = null) : Exception(message, innerException);
