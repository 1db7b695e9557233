namespace OpenGradient.Models.Gguf;

/// <summary>What a well-meant file never exceeds; they bound the memory that a hostile one can claim.</summary>
internal static class GgufLimits
{
    /// <summary>Metadata entries; real files have fewer than a hundred.</summary>
    public const int KeyCount = 4_096;

    /// <summary>Tensors; a 405-billion-parameter model has about 1,200.</summary>
    public const int TensorCount = 65_536;

    /// <summary>The length of a key or tensor name, in bytes.</summary>
    public const int NameBytes = 256;

    /// <summary>The length of any other string, in bytes, but a <c>tokenizer.json</c>: a chat template is the longest.</summary>
    public const int StringBytes = 1 << 20;

    /// <summary>Elements of a metadata array; the largest vocabularies have 262,144 tokens and 580,000 merges.</summary>
    public const int ArrayElements = 1 << 21;

    /// <summary>The largest alignment, in bytes.</summary>
    public const int Alignment = 1 << 16;
}
