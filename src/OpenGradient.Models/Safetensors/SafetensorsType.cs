namespace OpenGradient.Models.Safetensors;

/// <summary>The element types that the format names.</summary>
internal static class SafetensorsType
{
    /// <summary>The size of an element, in bytes; 0 for a name that the format does not have.</summary>
    public static int ElementBytes(string name) => name switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or "F32" => 4,
        "U64" or "I64" or "F64" or "C64" => 8,
        _ => 0,
    };

    /// <summary>The name in a Program's constants: spec/exec-1, "Stored weight encodings"; null for types that weights here cannot have.</summary>
    public static string? Encoding(string name) => name is "F32" or "F16" or "BF16" ? name.ToLowerInvariant() : null;
}
