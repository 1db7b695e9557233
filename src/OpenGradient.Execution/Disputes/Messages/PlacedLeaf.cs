using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A leaf of a receipt's trace, and where it is in the full trace.</summary>
/// <param name="Leaf">The leaf in the full trace.</param>
/// <param name="Path">From the same leaf hash to the root of the receipt's trace.</param>
internal sealed record PlacedLeaf(ClaimedLeaf Leaf, ImmutableArray<Digest> Path)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(("leaf", Leaf.ToJson()), ("path", Json.Digests(Path)));

    /// <summary>Reads it, or null.</summary>
    public static bool TryReadOptional(JsonValue parent, string name, out PlacedLeaf? placed)
    {
        placed = null;
        if (!parent.TryGet(name, out JsonValue? value))
            return false;
        if (value.Kind == JsonKind.Null)
            return true;
        ClaimedLeaf? leaf = null;
        bool isRead = (value.TryGet("leaf", out JsonValue? inner) && ClaimedLeaf.TryRead(inner, out leaf)) & Json.TryPath(value, "path", out ImmutableArray<Digest> path);
        placed = new PlacedLeaf(leaf!, path);
        return isRead;
    }

    /// <summary>Whether it is where it says in both traces.</summary>
    public bool Verify(TraceClaim full, TraceClaim receipt, int index) => Leaf.Verify(full.LeafCount, full.Root)
        && MerkleProof.VerifyInclusion((ulong)index, (ulong)receipt.LeafCount, Leaf.Value.LeafHash(Leaf.Name), Path.AsSpan(), receipt.Root);
}
