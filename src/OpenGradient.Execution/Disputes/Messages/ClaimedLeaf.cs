using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A value and its place in the full trace.</summary>
/// <param name="Value">The value.</param>
/// <param name="Step">The step that makes it.</param>
/// <param name="Output">Which of the step's outputs it is.</param>
/// <param name="Path">From its leaf to the root of the full trace.</param>
internal sealed record ClaimedLeaf(ValueClaim Value, int Step, int Output, ImmutableArray<Digest> Path)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("output", Json.Decimal(Output)), ("path", Json.Digests(Path)), ("step", Json.Decimal(Step)), ("value", Value.ToJson()));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, out ClaimedLeaf result)
    {
        ValueClaim? claim = null;
        bool isRead = Json.TryInteger(value, "output", out int output)
            & Json.TryPath(value, "path", out ImmutableArray<Digest> path)
            & Json.TryInteger(value, "step", out int step)
            & (value.TryGet("value", out JsonValue? inner) && ValueClaim.TryRead(inner, out claim));
        result = new ClaimedLeaf(claim!, step, output, path);
        return isRead;
    }

    /// <summary>Whether the value is at a leaf under a root.</summary>
    public bool Verify(int leaf, int leafCount, Digest root) =>
        MerkleProof.VerifyInclusion((ulong)leaf, (ulong)leafCount, Value.LeafHash(Step, Output), Path.AsSpan(), root);
}
