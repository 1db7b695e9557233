using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A trace, as a party claims it.</summary>
/// <param name="Root">The root over its leaves.</param>
/// <param name="LeafCount">How many leaves it has.</param>
internal readonly record struct TraceClaim(Digest Root, int LeafCount)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(("leaves", Json.Decimal(LeafCount)), ("trace", Json.Digest(Root)));

    /// <summary>Reads it, or null.</summary>
    public static bool TryReadOptional(JsonValue parent, string name, out TraceClaim? claim)
    {
        claim = null;
        if (!parent.TryGet(name, out JsonValue? value))
            return false;
        if (value.Kind == JsonKind.Null)
            return true;
        bool isRead = Json.TryInteger(value, "leaves", out int leafCount) & Json.TryDigest(value, "trace", out Digest root);
        claim = new TraceClaim(root, leafCount);
        return isRead;
    }
}
