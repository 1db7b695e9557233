using OpenGradient.Primitives;

namespace OpenGradient.Models.Safetensors;

/// <summary>How errors about safetensors files are made: the subject is the file, then the field or <c>tensor 'name'</c>.</summary>
internal static class SafetensorsError
{
    /// <summary>How a tensor is called in a subject.</summary>
    public static string Tensor(string name) => $"tensor '{(name.Length > SafetensorsLimits.NameLength ? name[..SafetensorsLimits.NameLength] : name)}'";

    /// <summary>Bytes that do not parse or do not fit together.</summary>
    public static InvalidInputException Malformed(string file, string field, string what) => new(InvalidInputKind.Malformed, $"{file}: {field}", what);

    /// <summary>Something that this version does not have.</summary>
    public static InvalidInputException Unsupported(string file, string field, string what) => new(InvalidInputKind.Unsupported, $"{file}: {field}", what);

    /// <summary>Something larger than the stated limit.</summary>
    public static InvalidInputException TooLarge(string file, string field, string what) => new(InvalidInputKind.TooLarge, $"{file}: {field}", what);
}
