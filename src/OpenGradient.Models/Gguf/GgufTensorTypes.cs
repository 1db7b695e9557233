namespace OpenGradient.Models.Gguf;

/// <summary>Block sizes and exec-1 names of the stored encodings.</summary>
internal static class GgufTensorTypes
{
    /// <summary>How many elements one block holds; 1 where elements stand alone.</summary>
    public static int BlockElements(this GgufTensorType type) => type switch
    {
        GgufTensorType.F32 or GgufTensorType.F16 or GgufTensorType.BF16 => 1,
        GgufTensorType.Q2_K or GgufTensorType.Q3_K or GgufTensorType.Q4_K or GgufTensorType.Q5_K or GgufTensorType.Q6_K or GgufTensorType.IQ4_XS => 256,
        _ => 32,
    };

    /// <summary>The size of one block, in bytes; 0 for a type that this reader does not have.</summary>
    public static int BlockBytes(this GgufTensorType type) => type switch
    {
        GgufTensorType.F32 => 4,
        GgufTensorType.F16 or GgufTensorType.BF16 => 2,
        GgufTensorType.Q4_0 or GgufTensorType.IQ4_NL => 18,
        GgufTensorType.Q4_1 => 20,
        GgufTensorType.Q5_0 => 22,
        GgufTensorType.Q5_1 => 24,
        GgufTensorType.Q8_0 => 34,
        GgufTensorType.Q2_K => 84,
        GgufTensorType.Q3_K => 110,
        GgufTensorType.IQ4_XS => 136,
        GgufTensorType.Q4_K => 144,
        GgufTensorType.Q5_K => 176,
        GgufTensorType.Q6_K => 210,
        _ => 0,
    };

    /// <summary>The name in a Program's constants: spec/exec-1, "Stored weight encodings".</summary>
    public static string Encoding(this GgufTensorType type) => type.ToString().ToLowerInvariant();
}
