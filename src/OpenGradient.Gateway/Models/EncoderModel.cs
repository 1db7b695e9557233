using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>An encoder together with what turns text into tokens.</summary>
/// <param name="Executable">The loaded model.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Width">How many elements an embedding has.</param>
/// <param name="ContextLength">The most tokens.</param>
internal sealed record EncoderModel(Executable Executable, Tokenizer Tokenizer, int Width, int ContextLength)
{
    /// <summary>Null if the model is no encoder or lacks a part.</summary>
    public static EncoderModel? TryCreate(Executable executable, OpenedModel opened) => opened is { EmbeddingWidth: int width, ContextLength: int length, Tokenizer: { } tokenizer }
        ? new(executable, tokenizer, width, length)
        : null;

    /// <summary>The tokens that the model reads.</summary>
    /// <exception cref="InvalidInputException">There are none or too many, or one is none of the model's; the subject is <c>prompt</c> or a place in it.</exception>
    public ImmutableArray<int> ReadTokens(RawPrompt prompt)
    {
        ImmutableArray<int> tokens = prompt.EncodeWhole(Tokenizer);
        return tokens.Length > 0 && tokens.Length <= ContextLength
            ? tokens
            : throw new InvalidInputException(InvalidInputKind.Invalid, "prompt", $"It has {tokens.Length} tokens; the model reads 1 to {ContextLength}.");
    }

    /// <summary>Makes the embedding of a text. What it is does not depend on other texts.</summary>
    public RunResult Run(ImmutableArray<int> tokens, CancellationToken cancellationToken) =>
        Executable.Run([Tensor.Create(ElementType.Int32, [tokens.Length], tokens.AsSpan())], cancellationToken);
}
