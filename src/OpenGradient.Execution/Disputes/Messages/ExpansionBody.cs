using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a party says the expansion of the disputed step gave.</summary>
/// <param name="Trace">The full trace of the expansion.</param>
/// <param name="Output">The disputed value, as the expansion's output, and the path of its leaf.</param>
internal sealed record ExpansionBody(TraceClaim Trace, ClaimedLeaf Output) : ITypedDisputeBody<ExpansionBody>
{
    /// <inheritdoc/>
    public static string Name => "expansion";

    /// <inheritdoc/>
    public static int LimitBytes => 16384;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(
        ("leaves", Json.Decimal(Trace.LeafCount)), ("output", Output.ToJson()), ("trace", Json.Digest(Trace.Root)));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out ExpansionBody? body)
    {
        ClaimedLeaf? output = null;
        bool isRead = Json.TryInteger(value, "leaves", out int leafCount)
            & (value.TryGet("output", out JsonValue? leaf) && ClaimedLeaf.TryRead(leaf, out output))
            & Json.TryDigest(value, "trace", out Digest trace);
        body = isRead ? new ExpansionBody(new TraceClaim(trace, leafCount), output!) : null;
        return isRead;
    }
}
