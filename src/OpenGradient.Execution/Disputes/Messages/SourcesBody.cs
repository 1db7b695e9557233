using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The documents that the disputed step reads, and the tiles that tell how the disputed element is derived.</summary>
/// <param name="Sources">One for each document of the step's record, in order of their names.</param>
/// <param name="Frame">Openings of what shapes and lists depend on.</param>
internal sealed record SourcesBody(ImmutableArray<SourceClaim> Sources, OpeningsBody Frame) : ITypedDisputeBody<SourcesBody>
{
    /// <inheritdoc/>
    public static string Name => "sources";

    /// <inheritdoc/>
    public static int LimitBytes => OpeningsBody.LimitBytes;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(
        ("frame", Frame.ToJson()), ("sources", Json.Array(Sources, static source => source.ToJson())));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out SourcesBody? body)
    {
        OpeningsBody? frame = null;
        bool isRead = (value.TryGet("frame", out JsonValue? inner) && OpeningsBody.TryRead(inner, out frame))
            & Json.TryArray(value, "sources", SourceClaim.TryRead, out ImmutableArray<SourceClaim> sources);
        body = isRead ? new SourcesBody(sources, frame!) : null;
        return isRead;
    }
}
