using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Models.Gguf.Encoders;

/// <summary>The encodings that can be written, by their exec-1 names.</summary>
internal static class BlockEncoders
{
    private static readonly SortedDictionary<string, (GgufTensorType Type, uint FileType, BlockEncoder Encode)> All = new(StringComparer.Ordinal)
    {
        ["bf16"] = (GgufTensorType.BF16, 32, PlainEncoders.BFloat16),
        ["f16"] = (GgufTensorType.F16, 1, PlainEncoders.Float16),
        ["q4_0"] = (GgufTensorType.Q4_0, 2, LinearEncoders.Q4_0),
        ["q4_1"] = (GgufTensorType.Q4_1, 3, LinearEncoders.Q4_1),
        ["q4_k"] = (GgufTensorType.Q4_K, 14, SuperBlockEncoders.Q4K),
        ["q5_0"] = (GgufTensorType.Q5_0, 8, LinearEncoders.Q5_0),
        ["q5_1"] = (GgufTensorType.Q5_1, 9, LinearEncoders.Q5_1),
        ["q6_k"] = (GgufTensorType.Q6_K, 18, SuperBlockEncoders.Q6K),
        ["q8_0"] = (GgufTensorType.Q8_0, 7, LinearEncoders.Q8_0),
    };

    /// <summary>The names, in order.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Finds an encoding; <paramref name="fileType"/> is what <c>general.file_type</c> says of a file that is mostly in it.</summary>
    public static bool TryFind(string name, out GgufTensorType type, out uint fileType, [NotNullWhen(true)] out BlockEncoder? encode)
    {
        bool isThere = All.TryGetValue(name, out (GgufTensorType Type, uint FileType, BlockEncoder Encode) found);
        (type, fileType, encode) = found;
        return isThere;
    }
}
