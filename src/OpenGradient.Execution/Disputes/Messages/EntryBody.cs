using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>Where in the full trace the output is that an entry of a position's leaf speaks of.</summary>
/// <param name="Own">The output; null if the party's leaf ends there.</param>
/// <param name="Record">The record of its step; null without an entry.</param>
internal sealed record EntryBody(ClaimedLeaf? Own, ShownRecord? Record) : ITypedDisputeBody<EntryBody>
{
    /// <inheritdoc/>
    public static string Name => "entry";

    /// <inheritdoc/>
    public static int LimitBytes => 1 << 20;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(("own", Own?.ToJson() ?? JsonValue.Null), ("record", Record?.ToJson() ?? JsonValue.Null));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out EntryBody? body)
    {
        ClaimedLeaf? own = null;
        ShownRecord? record = null;
        bool isRead = (value.TryGet("own", out JsonValue? leaf) && (leaf.Kind == JsonKind.Null || ClaimedLeaf.TryRead(leaf, out own)))
            & (value.TryGet("record", out JsonValue? step) && (step.Kind == JsonKind.Null || ShownRecord.TryRead(step, out record)));
        body = isRead ? new EntryBody(own, record) : null;
        return isRead;
    }
}
