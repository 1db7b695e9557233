using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The record of a step, with its path.</summary>
/// <param name="Step">The record.</param>
/// <param name="Path">From it to the root over the Program's records.</param>
internal sealed record ShownRecord(StepRecord Step, ImmutableArray<Digest> Path)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(("path", Json.Digests(Path)), ("record", RecordFormat.Write(Step)));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, out ShownRecord result)
    {
        StepRecord? step = null;
        bool isRead = Json.TryPath(value, "path", out ImmutableArray<Digest> path)
            & (value.TryGet("record", out JsonValue? inner) && RecordFormat.TryRead(inner, out step));
        result = new ShownRecord(step!, path);
        return isRead;
    }

    /// <summary>Whether it is the record at its place under a root.</summary>
    public bool Verify(int stepCount, Digest root) =>
        Step.Index < stepCount && ProgramGraph.Verify(RecordFormat.Write(Step), Step.RecordIndex, stepCount, Path.AsSpan(), root);
}
