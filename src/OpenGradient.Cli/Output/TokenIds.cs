using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Output;

/// <summary>Token ids as people type them: whole numbers joined by commas.</summary>
internal static class TokenIds
{
    /// <param name="text">The ids.</param>
    /// <param name="subject">The option or argument that holds them.</param>
    /// <exception cref="InvalidInputException">One of them is no number.</exception>
    public static int[] Read(string text, string subject) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int token)
            ? token
            : throw new InvalidInputException(InvalidInputKind.Invalid, subject, $"'{part}' is not a token id; give whole numbers joined by commas, such as 1,2,3."))];
}
