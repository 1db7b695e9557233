using System.Collections.Immutable;

namespace OpenGradient.Receipts;

/// <summary>Which parts of a bundle to go on showing (receipt-1 §4.1). A part is shown whole or not at all.</summary>
public sealed record DisclosureChoice
{
    private const int TokensPerLeaf = 32;

    /// <summary>Messages of the input, by their index.</summary>
    public ImmutableArray<IndexRange> Messages { get; init; } = [];

    /// <summary>Tokens of the input: every block that has one of them.</summary>
    public ImmutableArray<IndexRange> Tokens { get; init; } = [];

    /// <summary>Tokens of the output: every block that has one of them, with its text and log-probabilities.</summary>
    public ImmutableArray<IndexRange> OutputTokens { get; init; } = [];

    /// <summary>Whether to show the message or the completion that was returned.</summary>
    public bool HasAnswer { get; init; }

    /// <summary>Other parts, by their kind (<c>prompt</c>, <c>tools</c>, <c>stop</c>, <c>logit-bias</c>, <c>constraint</c>, <c>tensor</c>) or by the label of a constraint or tensor.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>Whether a part is chosen.</summary>
    public bool Includes(Disclosure disclosure) => disclosure.Leaf.Kind switch
    {
        LeafKind.Message or LeafKind.Completion when disclosure.Side == CommitmentSide.Output => HasAnswer,
        LeafKind.Message => IsAmong(disclosure.Leaf, Messages, 1),
        LeafKind.Tokens or LeafKind.Text or LeafKind.Logprobs => IsAmong(disclosure.Leaf, disclosure.Side == CommitmentSide.Input ? Tokens : OutputTokens, TokensPerLeaf),
        _ => Fields.Contains(disclosure.Leaf.Kind) || (disclosure.Leaf.Label.Length > 0 && Fields.Contains(disclosure.Leaf.Label)),
    };

    private static bool IsAmong(CommitmentLeaf leaf, ImmutableArray<IndexRange> ranges, int count) =>
        TextForm.TryReadCount(leaf.Label, out long first) && ranges.Any(range => range.Meets(new(first, first + (count - 1L))));
}
