using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The leaf of a position in the trace that the receipt of a causal Program binds.</summary>
/// <param name="Leaf">The leaf: the entries of the traced outputs.</param>
internal sealed record RowBody(ImmutableArray<byte> Leaf) : ITypedDisputeBody<RowBody>
{
    /// <inheritdoc/>
    public static string Name => "row";

    /// <inheritdoc/>
    public static int LimitBytes => 1 << 17;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(("leaf", Json.Bytes(Leaf.AsSpan())));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out RowBody? body)
    {
        body = Json.TryBytes(value, "leaf", LimitBytes, out ImmutableArray<byte> leaf) ? new RowBody(leaf) : null;
        return body is not null;
    }
}
