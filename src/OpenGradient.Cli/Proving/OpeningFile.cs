using System.Text;
using OpenGradient.Cli.Files;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Proving;

/// <summary>What shows which inputs a proof hides, as hexadecimal digits in a file that only its owner can read.</summary>
internal static class OpeningFile
{
    /// <exception cref="InvalidInputException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> opening)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using FileStream file = new(path, options);
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(opening) + "\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(InvalidInputKind.Invalid, "--opening", $"it cannot be written: {error.Message}", error);
        }
    }

    /// <exception cref="InvalidInputException">It cannot be read, or is none.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        string text = Encoding.ASCII.GetString(await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false)).Trim();
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new InvalidInputException(InvalidInputKind.Malformed, path, "this is no opening: it has hexadecimal digits, as --opening writes them.");
    }
}
