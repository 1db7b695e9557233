namespace OpenGradient.Primitives;

/// <summary>The kinds of input that can be corrected, one for each way in which an edge answers.</summary>
public enum InvalidInputKind
{
    /// <summary>Bytes that do not parse: broken JSON, a truncated file, a wrong magic.</summary>
    Malformed,

    /// <summary>A well-formed value that is out of range, of the wrong shape or type, or missing.</summary>
    Invalid,

    /// <summary>A model, receipt or file that is not here.</summary>
    NotFound,

    /// <summary>Something larger than the stated limit.</summary>
    TooLarge,

    /// <summary>A format, operator or option that this version does not have.</summary>
    Unsupported,

    /// <summary>Something that already exists under that name with other content.</summary>
    Conflict,
}
