using OpenGradient.Programs;

namespace OpenGradient.Models.Decoders;

/// <summary>A compiled decoder.</summary>
internal sealed class DecoderProgram(TokenProgramBuilder builder, int logits, int vocabularySize)
{
    /// <summary>How many tokens the model knows.</summary>
    public int VocabularySize => vocabularySize;

    /// <summary>The bytes of the constants.</summary>
    public IConstantSource Constants { get; } = new StoredConstants(builder.Constants);

    /// <summary>The Program, with the digests of the constants.</summary>
    public Program Build() => builder.Build(logits);
}
