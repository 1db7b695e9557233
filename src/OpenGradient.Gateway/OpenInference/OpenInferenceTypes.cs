using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>The data type names of the Open Inference Protocol that a Program can take.</summary>
internal static class OpenInferenceTypes
{
    public static string Name(ElementType type) => type switch
    {
        ElementType.Float32 => "FP32",
        ElementType.Int64 => "INT64",
        ElementType.Int32 => "INT32",
        ElementType.Int8 => "INT8",
        ElementType.UInt8 => "UINT8",
        ElementType.Bool => "BOOL",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The type with this name.</summary>
    /// <exception cref="InvalidInputException">There is none; <paramref name="subject"/> names the field.</exception>
    public static ElementType Parse(string name, string subject)
    {
        foreach (ElementType type in Enum.GetValues<ElementType>())
        {
            if (Name(type) == name)
                return type;
        }

        throw new InvalidInputException(
            InvalidInputKind.Unsupported, subject, $"'{Text.Shorten(name)}' is no data type of this server: it takes FP32, INT64, INT32, INT8, UINT8 and BOOL.");
    }
}
