using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>One opened leaf: enough to see that it is a part of what a receipt commits to.</summary>
/// <param name="Side">The tree it belongs to.</param>
/// <param name="Index">Its place in the tree.</param>
/// <param name="Salt">Its salt, 16 bytes.</param>
/// <param name="Leaf">What it says.</param>
/// <param name="Path">The sibling hashes from the leaf to the root.</param>
public sealed record Disclosure(
    CommitmentSide Side,
    long Index,
    ReadOnlyMemory<byte> Salt,
    CommitmentLeaf Leaf,
    ImmutableArray<Digest> Path)
{
    /// <summary>Whether the path leads from the leaf to the root of <paramref name="commitment"/>.</summary>
    public bool IsPartOf(Commitment commitment) =>
        Index >= 0
        && commitment.Leaves > Index
        && MerkleProof.VerifyInclusion((ulong)Index, (ulong)commitment.Leaves, Leaf.Hash(Salt.Span), Path.AsSpan(), commitment.Root);

    internal JsonValue ToJson() => JsonValue.Object(
        ("tree", JsonValue.String(Side.WireName())),
        ("index", JsonValue.String($"{Index}")),
        ("salt", JsonValue.String(Convert.ToHexStringLower(Salt.Span))),
        ("kind", JsonValue.String(Leaf.Kind)),
        ("label", JsonValue.String(Leaf.Label)),
        ("content", JsonValue.String(Convert.ToBase64String(Leaf.Content.Span))),
        ("path", JsonValue.Array([.. Path.Select(static node => JsonValue.String(node.ToString()))])));

    /// <summary>Reads everything but <c>tree</c>, which the bundle has read.</summary>
    internal static bool TryRead(JsonValue value, CommitmentSide side, [NotNullWhen(true)] out Disclosure? disclosure)
    {
        disclosure = null;
        if (!TryReadLeaf(value, out CommitmentLeaf? leaf) || !TryReadPath(value, out ImmutableArray<Digest> path))
            return false;
        if (!value.TryGetString("index", out string? indexText) || !TextForm.TryReadCount(indexText, out long index))
            return false;
        if (!value.TryGetString("salt", out string? salt) || !TextForm.IsHex(salt, CommitmentLeaf.SaltBytes, CommitmentLeaf.SaltBytes))
            return false;
        disclosure = new Disclosure(side, index, Convert.FromHexString(salt), leaf, path);
        return true;
    }

    private static bool TryReadLeaf(JsonValue value, [NotNullWhen(true)] out CommitmentLeaf? leaf)
    {
        leaf = null;
        if (!value.TryGetString("kind", out string? kind) || !value.TryGetString("label", out string? label))
            return false;
        if (!value.TryGetString("content", out string? content) || !CanonicalBase64.TryDecode(content, out byte[] bytes))
            return false;
        leaf = new CommitmentLeaf(kind, label, bytes);
        return leaf.IsWellFormed;
    }

    private static bool TryReadPath(JsonValue value, out ImmutableArray<Digest> path)
    {
        path = [];
        if (!value.TryGet("path", out JsonValue? nodes) || nodes.Kind != JsonKind.Array)
            return false;
        var digests = ImmutableArray.CreateBuilder<Digest>(nodes.Items.Length);
        foreach (JsonValue node in nodes.Items)
        {
            if (node.Kind != JsonKind.String || !Digest.TryParse(node.Text, out Digest digest))
                return false;
            digests.Add(digest);
        }

        path = digests.MoveToImmutable();
        return true;
    }
}
