using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Kernels;

/// <summary>The stored encodings of exec-1, by name. The layouts are GGML's.</summary>
internal static class StoredEncodings
{
    private static readonly Dictionary<string, StoredEncoding> ByName = new StoredEncoding[]
    {
        new("f32", 1, 4, PlainBlocks.Float32),
        new("f16", 1, 2, PlainBlocks.Float16),
        new("bf16", 1, 2, PlainBlocks.BFloat16),
        new("q8_0", 32, 34, LegacyBlocks.Q8_0),
        new("q4_0", 32, 18, LegacyBlocks.Q4_0),
        new("q4_1", 32, 20, LegacyBlocks.Q4_1),
        new("q5_0", 32, 22, LegacyBlocks.Q5_0),
        new("q5_1", 32, 24, LegacyBlocks.Q5_1),
        new("iq4_nl", 32, 18, LegacyBlocks.Iq4Nl),
        new("q4_k", 256, 144, SuperBlocks.Q4K),
        new("q5_k", 256, 176, SuperBlocks.Q5K),
        new("q6_k", 256, 210, SuperBlocks.Q6K),
    }.ToDictionary(static encoding => encoding.Name, StringComparer.Ordinal);

    /// <summary>The encoding of that name; false if exec-1 has none.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out StoredEncoding? encoding) => ByName.TryGetValue(name, out encoding);
}
