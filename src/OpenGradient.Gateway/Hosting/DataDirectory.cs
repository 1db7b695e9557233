using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The directory that a node keeps everything in, held by one process at a time.</summary>
/// <remarks>
/// <code>
/// keys/        private keys (0600), public halves of retired ones
/// log/         the transparency log, in the layout that it is served in
/// models/      blobs, manifests, names
/// node.db      receipts (SQLite)
/// proof-keys/  commitments to weights, and what hides private ones (0600)
/// proofs/      finished proofs, and which are asked for
/// votes/       what auditors voted on receipts
/// lock         held while a node runs; the system releases it when the process ends, however it ends
/// </code>
/// </remarks>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    public string Path { get; }

    /// <summary>What other users of the machine could read or enter until this process took the directory.</summary>
    public ImmutableArray<string> Tightened { get; private init; } = [];

    public string Keys => System.IO.Path.Combine(Path, "keys");

    public string Log => System.IO.Path.Combine(Path, "log");

    public string Models => System.IO.Path.Combine(Path, "models");

    public string Database => System.IO.Path.Combine(Path, "node.db");

    public string Votes => System.IO.Path.Combine(Path, "votes");

    public string Proofs => System.IO.Path.Combine(Path, "proofs");

    /// <summary>Takes the directory for this process; makes it if it is not there.</summary>
    /// <exception cref="InvalidInputException">Another process has it, or it cannot be written.</exception>
    public static DataDirectory Acquire(string path)
    {
        CreatePrivate(path);
        return new DataDirectory(path, TakeLock(path)) { Tightened = PrivateModes.Tighten(path) };
    }

    /// <summary>Makes a directory that only its owner may look into; one that exists is left as it is.</summary>
    /// <exception cref="InvalidInputException">It cannot be made.</exception>
    public static void CreatePrivate(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                InvalidInputKind.Invalid, path, "This directory cannot be made, or something else is in its place: choose another data directory with --data.", error);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InvalidInputException(InvalidInputKind.Invalid, path, "The data directory cannot be written by this user.", error);
        }
        catch (IOException error)
        {
            throw new InvalidInputException(
                InvalidInputKind.Conflict, path, "The data directory is in use by another node: stop that node or choose another directory with --data.", error);
        }
    }
}
