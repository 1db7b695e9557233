using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A value and its place in the full trace.</summary>
/// <param name="Value">The value.</param>
/// <param name="Name">Which output of which step it is, in which iterations.</param>
/// <param name="Index">Where in the trace its leaf is.</param>
/// <param name="Path">From its leaf to the root of the full trace.</param>
internal sealed record ClaimedLeaf(ValueClaim Value, LeafName Name, int Index, ImmutableArray<Digest> Path)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("index", Json.Decimal(Index)),
        ("name", JsonValue.String(DocumentName.Of(Name).ToString())),
        ("path", Json.Digests(Path)),
        ("value", Value.ToJson()));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, out ClaimedLeaf result)
    {
        ValueClaim? claim = null;
        bool isRead = Json.TryInteger(value, "index", out int index)
            & Json.TryLeafName(value, "name", out LeafName? name)
            & Json.TryPath(value, "path", out ImmutableArray<Digest> path)
            & (value.TryGet("value", out JsonValue? inner) && ValueClaim.TryRead(inner, out claim));
        result = new ClaimedLeaf(claim!, name!, index, path);
        return isRead;
    }

    /// <summary>Whether the value is at its place under a root over so many leaves.</summary>
    public bool Verify(int leafCount, Digest root) =>
        Index < leafCount && MerkleProof.VerifyInclusion((ulong)Index, (ulong)leafCount, Value.LeafHash(Name), Path.AsSpan(), root);
}
