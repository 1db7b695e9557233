using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a party says the inference gave.</summary>
/// <param name="Graph">The root over the Program's records.</param>
/// <param name="Frame">Record 0.</param>
/// <param name="FramePath">Its path to <paramref name="Graph"/>.</param>
/// <param name="Trace">The root of the full trace.</param>
/// <param name="LeafCount">How many leaves that has.</param>
/// <param name="Receipt">Where the terms have a receipt: the trace that it should bind; otherwise null.</param>
/// <param name="Outputs">For each output of the Program that a step makes, in order: the value and the path of its leaf to <paramref name="Trace"/>.</param>
internal sealed record ClaimBody(Digest Graph, JsonValue Frame, ImmutableArray<Digest> FramePath, Digest Trace, int LeafCount, TraceClaim? Receipt, ImmutableArray<ClaimedLeaf> Outputs)
    : ITypedDisputeBody<ClaimBody>
{
    /// <inheritdoc/>
    public static string Name => "claim";

    /// <inheritdoc/>
    public static int LimitBytes => 1 << 20;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(
        ("frame", Frame),
        ("framePath", Json.Digests(FramePath)),
        ("graph", Json.Digest(Graph)),
        ("leaves", Json.Decimal(LeafCount)),
        ("outputs", Json.Array(Outputs, static output => output.ToJson())),
        ("receipt", Receipt?.ToJson() ?? JsonValue.Null),
        ("trace", Json.Digest(Trace)));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out ClaimBody? body)
    {
        bool isRead = value.TryGet("frame", out JsonValue? frame)
            & Json.TryPath(value, "framePath", out ImmutableArray<Digest> framePath)
            & Json.TryDigest(value, "graph", out Digest graph)
            & Json.TryInteger(value, "leaves", out int leafCount)
            & Json.TryArray(value, "outputs", ClaimedLeaf.TryRead, out ImmutableArray<ClaimedLeaf> outputs)
            & TraceClaim.TryReadOptional(value, "receipt", out TraceClaim? receipt)
            & Json.TryDigest(value, "trace", out Digest trace);
        body = isRead ? new ClaimBody(graph, frame!, framePath, trace, leafCount, receipt, outputs) : null;
        return isRead;
    }
}
