using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Models;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The inference of a receipt, as both parties of a dispute about it have it: made alike by the node, from what it keeps, and by an auditor, from what is disclosed.</summary>
public static class ReceiptInference
{
    /// <summary>Puts it together.</summary>
    /// <param name="model">The model that the receipt names.</param>
    /// <param name="receipt">What the receipt states.</param>
    /// <param name="input">All leaves of its input, known to be the committed ones.</param>
    /// <param name="output">All leaves of its output, likewise.</param>
    /// <exception cref="InvalidInputException">There is nothing to dispute: model, receipt and leaves do not go together, or the receipt was made under another text of exec-1.</exception>
    public static DisputedInference Of(OpenedModel model, ReceiptContent receipt, ImmutableArray<CommitmentLeaf> input, ImmutableArray<CommitmentLeaf> output)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(receipt);
        if (receipt.Execution.Spec != SemanticsText.Digest)
            throw Error($"it was made under the text {receipt.Execution.Spec} of exec-1, and this build has {SemanticsText.Digest}");
        (Digest root, long leafCount) = (receipt.Trace.Root, receipt.Trace.Leaves);
        if (model.Program.Sequence is not null)
            return DisputedInference.OfAnswer(model.Program, model.Constants, Complete(model, DisputedReceipt.Read(receipt, ByIndex(input), ByIndex(output))), root, leafCount);
        ImmutableArray<Tensor> inputs = EmbeddingReplay.IsInput(model, input) ? [TokensOf(model, input)] : ReceiptTensors.Inputs(model.Program, input) ?? throw Error("its input is none of the Program");
        ImmutableArray<Tensor> outputs = ReceiptTensors.Read(output, [.. model.Program.Outputs.Select(static made => made.Name)]) ?? throw Error("its output is none of the Program");
        return DisputedInference.OfTensors(model.Program, model.Constants, inputs, outputs, root, leafCount);
    }

    /// <summary>An answer with what the model's files say of where answers end, and of what tokens decode to.</summary>
    /// <exception cref="InvalidInputException">The model is no language model.</exception>
    public static DisputedText Complete(OpenedModel model, DisputedText answer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(answer);
        Tokenizer tokenizer = model.Program.Sequence is not null && model.Tokenizer is { } has ? has : throw Error("its model is no language model with a tokenizer");
        return answer with
        {
            EndTokens = [.. model.EndOfTurnTokens],
            ContextLength = model.ContextLength,
            Pieces = answer.StopStrings.IsEmpty && answer.Grammar is null ? null : TokenPieces.Of(tokenizer.VocabularySize, tokenizer.BytesOf, model.EndOfTurnTokens),
        };
    }

    /// <summary>The tokens that the encoder reads of a text; what the receipt says of tokens is not believed.</summary>
    private static Tensor TokensOf(OpenedModel model, ImmutableArray<CommitmentLeaf> input)
    {
        RawPrompt text = ChatLeaves.ReadRawPrompt(input);
        ImmutableArray<int> tokens = text.EncodeWhole(model.Tokenizer ?? throw Error("its model has no tokenizer"));
        return Tensor.Create(ElementType.Int32, [tokens.Length], tokens.AsSpan());
    }

    private static Dictionary<long, CommitmentLeaf> ByIndex(ImmutableArray<CommitmentLeaf> leaves) =>
        leaves.Select(static (leaf, index) => (leaf, index)).ToDictionary(static pair => (long)pair.index, static pair => pair.leaf);

    private static InvalidInputException Error(string what) => new(InvalidInputKind.Unsupported, "receipt", $"There can be no dispute about this receipt: {what}.");
}
