namespace OpenGradient.Primitives;

/// <summary>Input that a person or program can correct: a request, a model file, an option.</summary>
/// <remarks>
/// The edge turns it into an HTTP error object or an exit code; no stack trace leaves the process. Verifiers never throw it:
/// bad bytes there are a verdict.
/// </remarks>
public sealed class InvalidInputException : Exception
{
    /// <param name="kind">What is wrong, as one of a fixed set; the edge maps it to a status.</param>
    /// <param name="subject">The field, tensor, node or file that is wrong: <c>inputs[0].shape</c>, <c>node 'conv1'</c>.</param>
    /// <param name="message">One sentence that says what was found and what would be right.</param>
    /// <param name="innerException">The cause, for logs only.</param>
    public InvalidInputException(InvalidInputKind kind, string subject, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Subject = subject;
    }

    /// <summary>What is wrong, as one of a fixed set.</summary>
    public InvalidInputKind Kind { get; }

    /// <summary>The field, tensor, node or file that is wrong.</summary>
    public string Subject { get; }
}
