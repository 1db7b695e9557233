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
        Blocks("q8_0", 32, 34, LegacyBlocks.Q8_0),
        Blocks("q4_0", 32, 18, LegacyBlocks.Q4_0),
        Blocks("q4_1", 32, 20, LegacyBlocks.Q4_1),
        Blocks("q5_0", 32, 22, LegacyBlocks.Q5_0),
        Blocks("q5_1", 32, 24, LegacyBlocks.Q5_1),
        Blocks("iq4_nl", 32, 18, LegacyBlocks.Iq4Nl),
        Blocks("q4_k", 256, 144, SuperBlocks.Q4K),
        Blocks("q5_k", 256, 176, SuperBlocks.Q5K),
        Blocks("q6_k", 256, 210, SuperBlocks.Q6K),
    }.ToDictionary(static encoding => encoding.Name, StringComparer.Ordinal);

    /// <summary>The encoding of that name; false if exec-1 has none.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out StoredEncoding? encoding) => ByName.TryGetValue(name, out encoding);

    private static StoredEncoding Blocks(string name, int blockElements, int blockBytes, StoredEncoding.BlockWidener widenOne)
    {
        void WidenAll(ReadOnlySpan<byte> blocks, Span<float> elements)
        {
            for (int block = 0; block < elements.Length / blockElements; block++)
                widenOne(blocks.Slice(block * blockBytes, blockBytes), elements.Slice(block * blockElements, blockElements));
        }

        return new StoredEncoding(name, blockElements, blockBytes, WidenAll);
    }
}
