namespace OpenGradient.Transparency.Log;

/// <summary>The log takes no entry, because it was closed or a write to its disk failed; nothing is promised.</summary>
/// <remarks>After a failed write the log stays stopped until it is opened again, which finds out what reached the disk.</remarks>
/// <param name="message">One sentence: why the log stopped.</param>
/// <param name="innerException">The failed write.</param>
public sealed class LogStoppedException(string message, Exception? innerException = null) : IOException(message, innerException);
