using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What is at the leaf where the traces part.</summary>
/// <param name="Record">The record of the step that makes the leaf.</param>
/// <param name="RecordPath">Its path to the root over the records.</param>
/// <param name="Value">The value claimed there.</param>
internal sealed record ValueBody(JsonValue Record, ImmutableArray<Digest> RecordPath, ValueClaim Value) : ITypedDisputeBody<ValueBody>
{
    /// <inheritdoc/>
    public static string Name => "value";

    /// <inheritdoc/>
    public static int LimitBytes => 1 << 20;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(
        ("record", Record), ("recordPath", Json.Digests(RecordPath)), ("value", Value.ToJson()));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out ValueBody? body)
    {
        ValueClaim? claim = null;
        bool isRead = value.TryGet("record", out JsonValue? record)
            & Json.TryPath(value, "recordPath", out ImmutableArray<Digest> path)
            & (value.TryGet("value", out JsonValue? inner) && ValueClaim.TryRead(inner, out claim));
        body = isRead ? new ValueBody(record!, path, claim!) : null;
        return isRead;
    }
}
