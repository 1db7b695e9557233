namespace OpenGradient.Transparency.Log;

/// <summary>Makes sure that one process writes a log at a time. The system lets go of the lock when the process ends, however it ends.</summary>
internal static class LogLock
{
    /// <summary>Takes the lock; dispose it to let go.</summary>
    /// <exception cref="LogStateException">Another process, or another open log of this one, has it.</exception>
    public static IDisposable Take(LogLayout layout)
    {
        Directory.CreateDirectory(layout.State);
        try
        {
            return new FileStream(layout.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new LogStateException(".state/lock", $"another process writes the log in {layout.Root}; stop it first.", error);
        }
    }
}
