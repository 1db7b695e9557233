using OpenGradient.Models.Decoders;
using OpenGradient.Programs;

namespace OpenGradient.Models.Encoders;

/// <summary>A compiled encoder.</summary>
internal sealed class EncoderProgram(TokenProgramBuilder builder, int embedding, int vocabularySize)
{
    /// <summary>How many tokens the model knows.</summary>
    public int VocabularySize => vocabularySize;

    /// <summary>The bytes of the constants.</summary>
    public IConstantSource Constants { get; } = new StoredConstants(builder.Constants);

    /// <summary>The Program, with the digests of the constants.</summary>
    public Program Build() => builder.BuildEncoder(embedding);
}
