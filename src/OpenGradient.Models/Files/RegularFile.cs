using OpenGradient.Primitives;

namespace OpenGradient.Models.Files;

/// <summary>Small files that are read whole: only regular ones, only up to a limit.</summary>
/// <remarks>A pipe has no length, and who opens one waits until somebody writes; so its length is asked for before anything is opened.</remarks>
public static class RegularFile
{
    /// <summary>The bytes of the file, or of the file that a link leads to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limitBytes">The most bytes that are read.</param>
    /// <exception cref="InvalidInputException">It is missing, empty, a pipe or a device, or longer; the subject is the path.</exception>
    public static byte[] Read(string path, int limitBytes)
    {
        long lengthBytes = LengthBytes(path);
        if (lengthBytes > limitBytes)
            throw new InvalidInputException(InvalidInputKind.TooLarge, path, $"It has {lengthBytes} bytes; at most {limitBytes} are read.");
        byte[] bytes = new byte[lengthBytes];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    /// <summary>The length of the file, above 0.</summary>
    /// <exception cref="InvalidInputException">It is missing, empty, a pipe or a device; the subject is the path.</exception>
    public static long LengthBytes(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw Missing(path);
        FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        return file is FileInfo { Exists: true, Length: > 0 and long lengthBytes }
            ? lengthBytes
            : throw new InvalidInputException(InvalidInputKind.Malformed, path, "The file is empty, or it is no regular file.");
    }

    /// <summary>The error of a path where no file is.</summary>
    internal static InvalidInputException Missing(string path) =>
        new(InvalidInputKind.NotFound, path, Directory.Exists(path) ? "This is a folder; a file is wanted." : "There is no such file.");
}
