using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>How errors about GGUF files are made: the subject is the key or <c>tensor 'name'</c>.</summary>
internal static class GgufError
{
    /// <summary>Bytes that do not parse.</summary>
    public static InvalidInputException Malformed(string subject, string what, Exception? cause = null) =>
        new(InvalidInputKind.Malformed, subject, what, cause);

    /// <summary>A value that is out of range, of the wrong shape or type, or missing.</summary>
    public static InvalidInputException Invalid(string subject, string what) => new(InvalidInputKind.Invalid, subject, what);

    /// <summary>Something that this version does not have.</summary>
    public static InvalidInputException Unsupported(string subject, string what) => new(InvalidInputKind.Unsupported, subject, what);

    /// <summary>Something larger than the stated limit.</summary>
    public static InvalidInputException TooLarge(string subject, string what) => new(InvalidInputKind.TooLarge, subject, what);
}
