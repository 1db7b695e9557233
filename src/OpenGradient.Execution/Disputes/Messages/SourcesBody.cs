using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What it takes to know how a value comes about, or which leaf follows another.</summary>
/// <param name="Before">The leaf before, where the way of the run depends on it; otherwise null.</param>
/// <param name="Records">The records of the steps that are looked at, in order.</param>
/// <param name="Sources">The documents that are looked at, in order of their names.</param>
/// <param name="Frame">Openings of what the way, shapes and lists depend on.</param>
internal sealed record SourcesBody(ClaimedLeaf? Before, ImmutableArray<ShownRecord> Records, ImmutableArray<SourceClaim> Sources, OpeningsBody Frame)
    : ITypedDisputeBody<SourcesBody>
{
    /// <inheritdoc/>
    public static string Name => "sources";

    /// <inheritdoc/>
    public static int LimitBytes => OpeningsBody.LimitBytes;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(
        ("before", Before?.ToJson() ?? JsonValue.Null),
        ("frame", Frame.ToJson()),
        ("records", Json.Array(Records, static record => record.ToJson())),
        ("sources", Json.Array(Sources, static source => source.ToJson())));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out SourcesBody? body)
    {
        OpeningsBody? frame = null;
        ClaimedLeaf? before = null;
        bool isRead = (value.TryGet("frame", out JsonValue? inner) && OpeningsBody.TryRead(inner, out frame))
            & (value.TryGet("before", out JsonValue? leaf) && (leaf.Kind == JsonKind.Null || ClaimedLeaf.TryRead(leaf, out before)))
            & Json.TryArray(value, "records", ShownRecord.TryRead, out ImmutableArray<ShownRecord> records)
            & Json.TryArray(value, "sources", SourceClaim.TryRead, out ImmutableArray<SourceClaim> sources);
        body = isRead ? new SourcesBody(before, records, sources, frame!) : null;
        return isRead;
    }
}
