namespace OpenGradient.Transparency.Log;

/// <summary>The files of a log contradict each other or the key: the log does not start, because going on could sign a fork.</summary>
/// <param name="file">The file that is wrong, relative to the log's directory.</param>
/// <param name="message">One sentence: what was found, and what would be right.</param>
/// <param name="innerException">The cause, if another error is one.</param>
public sealed class LogStateException(string file, string message, Exception? innerException = null)
    : IOException($"{file}: {message}", innerException)
{
    /// <summary>The file that is wrong, relative to the log's directory.</summary>
    public string File { get; } = file;

    /// <summary>What is wrong with it, without its name.</summary>
    public string Problem { get; } = message;
}
