using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>The data type names of the Open Inference Protocol; small integers and 8-bit floats have none.</summary>
internal static class OpenInferenceTypes
{
    private static readonly SortedDictionary<string, ElementType> Types = new(StringComparer.Ordinal)
    {
        ["BOOL"] = ElementType.Bool,
        ["INT8"] = ElementType.Int8,
        ["INT16"] = ElementType.Int16,
        ["INT32"] = ElementType.Int32,
        ["INT64"] = ElementType.Int64,
        ["UINT8"] = ElementType.UInt8,
        ["UINT16"] = ElementType.UInt16,
        ["UINT32"] = ElementType.UInt32,
        ["UINT64"] = ElementType.UInt64,
        ["FP16"] = ElementType.Float16,
        ["BF16"] = ElementType.BFloat16,
        ["FP32"] = ElementType.Float32,
        ["FP64"] = ElementType.Float64,
    };

    /// <summary>Whether tensors of the type can be sent and received.</summary>
    public static bool IsKnown(ElementType type) => Types.ContainsValue(type);

    /// <summary>The protocol's name, or that of exec-1 where the protocol has none.</summary>
    public static string Name(ElementType type)
    {
        foreach ((string name, ElementType known) in Types)
        {
            if (known == type)
                return name;
        }

        return type.CanonicalName();
    }

    /// <summary>The type with this name.</summary>
    /// <exception cref="InvalidInputException">There is none; <paramref name="subject"/> names the field.</exception>
    public static ElementType Parse(string name, string subject) => Types.TryGetValue(name, out ElementType type)
        ? type
        : throw new InvalidInputException(
            InvalidInputKind.Unsupported, subject, $"'{Text.Shorten(name)}' is no data type of this server: it takes {string.Join(", ", Types.Keys)}.");
}
