using OpenGradient.Primitives;

namespace OpenGradient.Cli.Files;

/// <summary>Files that a person names on the command line; what is wrong with one is a sentence that names it.</summary>
internal static class UserFile
{
    /// <summary>The path that means standard input or output.</summary>
    private const string Standard = "-";

    /// <summary>What to call the file in a message.</summary>
    public static string NameOf(string path) => path == Standard ? "standard input" : path;

    /// <summary>The whole file, or standard input.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        using MemoryStream bytes = new();
        Stream input = path == Standard ? Console.OpenStandardInput() : OpenRead(path);
        await using (input.ConfigureAwait(false))
            await input.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
        return bytes.ToArray();
    }

    /// <summary>The whole file as text; a mark at its start may say in which encoding.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static async Task<string> ReadTextAsync(string path, CancellationToken cancellation)
    {
        using StreamReader reader = new(new MemoryStream(await ReadAsync(path, cancellation).ConfigureAwait(false)));
        return await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
    }

    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static FileStream OpenRead(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, "read", error);
        }
    }

    /// <summary>Whether two paths lead to one file: links are followed, those of folders too.</summary>
    public static bool AreSame(string one, string other) => RealPath(one) == RealPath(other);

    /// <summary>What <paramref name="read"/> makes of the file; an error about something in it names the file too.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (InvalidInputException error) when (!error.Subject.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidInputException(error.Kind, $"{path}: {error.Subject}", error.Message, error);
        }
    }

    /// <summary>Writes the file, or to standard output.</summary>
    /// <exception cref="InvalidInputException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            Stream output = path == Standard ? Console.OpenStandardOutput() : File.Create(path);
            await using (output.ConfigureAwait(false))
                await output.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, "written", error);
        }
    }

    /// <summary>The path without links; what does not exist is no link.</summary>
    private static string RealPath(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
            return full;
        string real = Path.Combine(RealPath(folder), Path.GetFileName(full));
        return Path.Exists(real) && File.ResolveLinkTarget(real, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : real;
    }

    private static InvalidInputException Refused(string path, string what, Exception error) => error switch
    {
        FileNotFoundException => new(InvalidInputKind.NotFound, path, "there is no such file.", error),
        DirectoryNotFoundException => new(InvalidInputKind.NotFound, path, "there is no such folder.", error),
        _ when Directory.Exists(path) => new(InvalidInputKind.Invalid, path, "this is a folder; a file is wanted.", error),
        UnauthorizedAccessException => new(InvalidInputKind.Invalid, path, $"it cannot be {what} by this user.", error),
        _ => new(InvalidInputKind.Invalid, path, $"it cannot be {what}: {error.Message}", error),
    };
}
