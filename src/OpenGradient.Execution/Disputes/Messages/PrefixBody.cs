using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The root over the first leaves of a trace that may have more.</summary>
/// <param name="Root">The root.</param>
/// <param name="Path">The consistency path to the root over all leaves; empty if those are all.</param>
internal sealed record PrefixBody(Digest Root, ImmutableArray<Digest> Path) : ITypedDisputeBody<PrefixBody>
{
    /// <inheritdoc/>
    public static string Name => "prefix";

    /// <inheritdoc/>
    public static int LimitBytes => 8192;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(("path", Json.Digests(Path)), ("root", Json.Digest(Root)));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out PrefixBody? body)
    {
        bool isRead = Json.TryPath(value, "path", out ImmutableArray<Digest> path) & Json.TryDigest(value, "root", out Digest root);
        body = isRead ? new PrefixBody(root, path) : null;
        return isRead;
    }
}
