using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>An output of the Program in a claim.</summary>
/// <param name="Content">The digest of its content.</param>
/// <param name="Step">The step that makes it.</param>
/// <param name="Output">Which of the step's outputs it is.</param>
/// <param name="Path">The path of its leaf to the root of the full trace.</param>
internal sealed record ClaimedOutput(Digest Content, int Step, int Output, ImmutableArray<Digest> Path)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("content", Json.Digest(Content)), ("output", Json.Decimal(Output)), ("path", Json.Digests(Path)), ("step", Json.Decimal(Step)));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, out ClaimedOutput result)
    {
        bool isRead = Json.TryDigest(value, "content", out Digest content)
            & Json.TryInteger(value, "output", out int output)
            & Json.TryPath(value, "path", out ImmutableArray<Digest> path)
            & Json.TryInteger(value, "step", out int step);
        result = new ClaimedOutput(content, step, output, path);
        return isRead;
    }
}
