using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>Where in the full trace the leaf of a receipt's trace is on which the parties differ.</summary>
/// <param name="Before">The leaf before it; null at the beginning.</param>
/// <param name="Own">The leaf; null if the party's trace ends there.</param>
/// <param name="Record">The record of its step; null without a leaf.</param>
internal sealed record PlaceBody(PlacedLeaf? Before, PlacedLeaf? Own, ShownRecord? Record) : ITypedDisputeBody<PlaceBody>
{
    /// <inheritdoc/>
    public static string Name => "place";

    /// <inheritdoc/>
    public static int LimitBytes => 1 << 20;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(
        ("before", Before?.ToJson() ?? JsonValue.Null), ("own", Own?.ToJson() ?? JsonValue.Null), ("record", Record?.ToJson() ?? JsonValue.Null));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out PlaceBody? body)
    {
        ShownRecord? record = null;
        bool isRead = PlacedLeaf.TryReadOptional(value, "before", out PlacedLeaf? before)
            & PlacedLeaf.TryReadOptional(value, "own", out PlacedLeaf? own)
            & (value.TryGet("record", out JsonValue? inner) && (inner.Kind == JsonKind.Null || ShownRecord.TryRead(inner, out record)));
        body = isRead ? new PlaceBody(before, own, record) : null;
        return isRead;
    }
}
