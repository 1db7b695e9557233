using System.Buffers;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>The names that models go by: 1 to 128 characters out of <c>a-z A-Z 0-9 . _ -</c>, the first a letter or a digit.</summary>
/// <remarks>A name fits into a URL path and a file name as it is. A name of 64 hexadecimal digits would look like a ModelId and is none.</remarks>
public static class ModelName
{
    private const int MaximumLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>Whether <paramref name="name"/> can name a model.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaximumLength
        && char.IsAsciiLetterOrDigit(name[0])
        && !name.ContainsAnyExcept(Allowed)
        && !Digest.TryParse(name, out _);

    /// <summary>The name, if it can name a model.</summary>
    /// <exception cref="InvalidInputException">It cannot.</exception>
    public static string Require(string name) => IsValid(name)
        ? name
        : throw new InvalidInputException(
            InvalidInputKind.Invalid,
            "name",
            $"'{Shorten(name)}' cannot name a model: use 1 to {MaximumLength} letters, digits, '.', '_' or '-', starting with a letter or a digit.");

    /// <summary>The name that a file suggests: its name without the extension, other characters replaced by '-'.</summary>
    public static string FromFileName(string fileName) => FromFolderName(Path.GetFileNameWithoutExtension(fileName));

    /// <summary>The name that a folder suggests: its own, other characters replaced by '-'.</summary>
    public static string FromFolderName(string folderName)
    {
        string name = string.Concat(folderName.Select(static unit => Allowed.Contains(unit) ? unit : '-')).TrimStart('-', '.', '_');
        return Require(name.Length > MaximumLength ? name[..MaximumLength] : name);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
