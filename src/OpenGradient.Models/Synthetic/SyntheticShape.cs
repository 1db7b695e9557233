using System.Collections.Immutable;

namespace OpenGradient.Models.Synthetic;

/// <summary>The dimensions of a language model of the llama architecture.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Width">Elements of a token's row.</param>
/// <param name="BlockCount">How many blocks.</param>
/// <param name="InnerWidth">Elements between the two maps of a feed-forward layer.</param>
/// <param name="HeadCount">Heads of queries.</param>
/// <param name="KvHeadCount">Heads of keys and values.</param>
/// <param name="VocabularySize">How many tokens.</param>
public sealed record SyntheticShape(string Name, int Width, int BlockCount, int InnerWidth, int HeadCount, int KvHeadCount, int VocabularySize)
{
    /// <summary>Those that people run: 110 million weights, and TinyLlama's 1.1 billion.</summary>
    public static ImmutableArray<SyntheticShape> All { get; } =
    [
        new("110m", 768, 12, 2048, 12, 12, 32000),
        new("1.1b", 2048, 22, 5632, 32, 4, 32000),
    ];

    /// <summary>Elements that heads of keys, or of values, have together.</summary>
    internal int KvWidth => Width / HeadCount * KvHeadCount;
}
