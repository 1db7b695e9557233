using System.Collections.Immutable;
using OpenGradient.Programs;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The leaves of the two commitments of an embedding, in the order of receipt-1 §3.</summary>
internal static class EmbeddingLeaves
{
    /// <summary>The text, if it came as text, and the tokens that the model read.</summary>
    public static ImmutableArray<CommitmentLeaf> Input(RawPrompt text, ImmutableArray<int> tokens) => [.. ChatLeaves.OfText(text), .. ChatLeaves.OfTokens(tokens)];

    /// <summary>The embedding.</summary>
    public static ImmutableArray<CommitmentLeaf> Output(Program program, Tensor embedding) =>
        [new TensorContent(embedding.Type.CanonicalName(), embedding.Shape, embedding.Bytes).ToLeaf(program.Outputs[0].Name)];
}
