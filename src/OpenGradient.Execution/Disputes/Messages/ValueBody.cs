using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What is at the leaf where the traces part.</summary>
/// <param name="Name">Which output of which step, in which iterations.</param>
/// <param name="Value">The value claimed there.</param>
internal sealed record ValueBody(LeafName Name, ValueClaim Value) : ITypedDisputeBody<ValueBody>
{
    /// <inheritdoc/>
    static string ITypedDisputeBody<ValueBody>.Name => "value";

    /// <inheritdoc/>
    public static int LimitBytes => 1024;

    /// <inheritdoc/>
    public string Kind => "value";

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(("name", JsonValue.String(DocumentName.Of(Name).ToString())), ("value", Value.ToJson()));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out ValueBody? body)
    {
        ValueClaim? claim = null;
        bool isRead = Json.TryLeafName(value, "name", out LeafName? name)
            & (value.TryGet("value", out JsonValue? inner) && ValueClaim.TryRead(inner, out claim));
        body = isRead ? new ValueBody(name!, claim!) : null;
        return isRead;
    }
}
