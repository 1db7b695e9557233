using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The two hashes under a node.</summary>
/// <param name="Left">The left child.</param>
/// <param name="Right">The right child.</param>
internal sealed record ChildrenBody(Digest Left, Digest Right) : ITypedDisputeBody<ChildrenBody>
{
    /// <inheritdoc/>
    public static string Name => "children";

    /// <inheritdoc/>
    public static int LimitBytes => 1024;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(("left", Json.Digest(Left)), ("right", Json.Digest(Right)));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out ChildrenBody? body)
    {
        bool isRead = Json.TryDigest(value, "left", out Digest left) & Json.TryDigest(value, "right", out Digest right);
        body = isRead ? new ChildrenBody(left, right) : null;
        return isRead;
    }
}
