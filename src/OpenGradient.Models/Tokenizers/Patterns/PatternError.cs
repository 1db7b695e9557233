using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>How errors about patterns are worded.</summary>
internal static class PatternError
{
    /// <summary>A pattern that does not parse.</summary>
    public static InvalidInputException Syntax(string source, int position, string what) =>
        new(InvalidInputKind.Malformed, "pattern", $"At letter {position + 1} of '{source}': {what}");

    /// <summary>A pattern that uses something this engine does not have.</summary>
    public static InvalidInputException Unsupported(string source, string what) =>
        new(InvalidInputKind.Unsupported, "pattern", $"'{source}': {what}");

    /// <summary>A pattern that grows too large, or takes too long on a text.</summary>
    public static InvalidInputException TooLarge(string source, string what) =>
        new(InvalidInputKind.TooLarge, "pattern", $"'{source}': {what}");
}
