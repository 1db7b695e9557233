using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Verification;

/// <summary>What was checked of a session, what came out, and what follows from it and what does not (receipt-1 §9.3).</summary>
public sealed record SessionReport
{
    /// <summary>As that of a bundle: 0, 2 or 3.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The session that the first receipt names; null if it names none.</summary>
    public Digest? Id { get; init; }

    /// <summary>What is said of the session as a whole.</summary>
    public required ImmutableArray<SessionRow> Rows { get; init; }

    /// <summary>The reports on its bundles, in the order of the file.</summary>
    public ImmutableArray<VerificationReport> Steps { get; init; } = [];

    /// <summary>What the valid rows establish, in plain words.</summary>
    public ImmutableArray<string> Establishes { get; init; } = [];

    /// <summary>What stays open, in plain words.</summary>
    public ImmutableArray<string> DoesNotEstablish { get; init; } = [];

    /// <summary>The report for machines: one line of JSON.</summary>
    public string ToJson() => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("accepted", ExitCode == VerificationReport.ExitAccepted ? JsonValue.True : JsonValue.False),
        ("exitCode", JsonValue.Number($"{ExitCode}")),
        ("sessionId", Id is { } id ? JsonValue.String(id.ToString()) : JsonValue.Null),
        ("session", JsonValue.Array([.. Rows.Select(ToJson)])),
        ("steps", JsonValue.Array([.. Steps.Select(ToJson)])),
        ("establishes", JsonValue.Array([.. Establishes.Select(JsonValue.String)])),
        ("doesNotEstablish", JsonValue.Array([.. DoesNotEstablish.Select(JsonValue.String)])))));

    private static JsonValue ToJson(SessionRow row) => JsonValue.Object(
        ("kind", JsonValue.String(row.Kind)),
        ("verdict", JsonValue.String(row.Code.Verdict().WireName())),
        ("code", JsonValue.String(row.Code.WireName())),
        ("step", JsonValue.Number($"{row.Step}")),
        ("reason", JsonValue.String(row.Reason)));

    private static JsonValue ToJson(VerificationReport step) => JsonValue.Object(
        ("exitCode", JsonValue.Number($"{step.ExitCode}")),
        ("receiptId", step.Receipt is null ? JsonValue.Null : JsonValue.String(step.Receipt.Id.ToString())));
}
