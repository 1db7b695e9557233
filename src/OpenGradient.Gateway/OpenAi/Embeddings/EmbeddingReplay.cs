using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>An embedding made again from what a receipt discloses: every part that the receipt commits to, made anew.</summary>
/// <remarks>Does not establish: anything by itself; the comparison with the receipt does.</remarks>
/// <param name="Input">The leaves that the disclosed text, or its tokens, lead to.</param>
/// <param name="Output">The leaf of the embedding.</param>
/// <param name="Trace">The commitment to what the traced steps produced.</param>
/// <param name="Usage">Tokens read.</param>
public sealed record EmbeddingReplay(ImmutableArray<CommitmentLeaf> Input, ImmutableArray<CommitmentLeaf> Output, Commitment Trace, UsageStatement Usage)
{
    /// <summary>Whether leaves are the input of an embedding: those of tensors were given to the Program as they are.</summary>
    public static bool IsInput(OpenedModel model, ImmutableArray<CommitmentLeaf> input)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.EmbeddingWidth is not null && !input.Any(static leaf => leaf.Kind == LeafKind.Tensor);
    }

    /// <summary>Makes the embedding again.</summary>
    /// <param name="model">The model that the receipt names.</param>
    /// <param name="input">The disclosed leaves of the input, all of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">Model and leaves do not go together; the subject names the part.</exception>
    public static EmbeddingReplay Run(OpenedModel model, ImmutableArray<CommitmentLeaf> input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        EncoderModel encoder = EncoderModel.TryCreate(Executable.Load(model.Program, model.Constants), model)
            ?? throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "It is no encoder with a tokenizer.");
        RawPrompt text = ChatLeaves.ReadRawPrompt(input);
        ImmutableArray<int> tokens = encoder.ReadTokens(text);
        RunResult result = encoder.Run(tokens, cancellationToken);
        return new EmbeddingReplay(
            EmbeddingLeaves.Input(text, tokens),
            EmbeddingLeaves.Output(model.Program, result.Outputs[0]),
            new Commitment(result.TraceRoot, result.TraceLeafCount),
            new UsageStatement(tokens.Length, 0));
    }
}
