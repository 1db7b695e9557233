using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>What was checked, what came out, and what follows from it and what does not (receipt-1 §5.10).</summary>
public sealed record VerificationReport
{
    /// <summary>The exit code of an accepted receipt.</summary>
    public const int ExitAccepted = 0;

    /// <summary>The exit code when some evidence is invalid.</summary>
    public const int ExitInvalid = 2;

    /// <summary>The exit code when something that the policy requires could not be checked.</summary>
    public const int ExitUnverifiable = 3;

    /// <summary>0, 2 or 3, as the constants say.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Whether the policy is met.</summary>
    public bool Accepted => ExitCode == ExitAccepted;

    /// <summary>The receipt; null if it is not well-formed.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>What was checked, in the order of receipt-1 §5.</summary>
    public required ImmutableArray<ReportRow> Rows { get; init; }

    /// <summary>What the policy asks for, one by one, and what was found: why the receipt is accepted, or is not.</summary>
    public ImmutableArray<PolicyDemand> Demands { get; init; } = [];

    /// <summary>What the valid rows establish, in plain words.</summary>
    public ImmutableArray<string> Establishes { get; init; } = [];

    /// <summary>What stays open, in plain words.</summary>
    public ImmutableArray<string> DoesNotEstablish { get; init; } = [];

    /// <summary>The report for machines: one line of JSON.</summary>
    public string ToJson() => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("accepted", Accepted ? JsonValue.True : JsonValue.False),
        ("exitCode", JsonValue.Number($"{ExitCode}")),
        ("receiptId", Receipt is null ? JsonValue.Null : JsonValue.String(Receipt.Id.ToString())),
        ("evidence", JsonValue.Array([.. Rows.Select(ToJson)])),
        ("establishes", JsonValue.Array([.. Establishes.Select(JsonValue.String)])),
        ("doesNotEstablish", JsonValue.Array([.. DoesNotEstablish.Select(JsonValue.String)])))));

    private static JsonValue ToJson(ReportRow row) => JsonValue.Object(
        ("kind", JsonValue.String(row.Kind.WireName())),
        ("verdict", JsonValue.String(row.Verdict.WireName())),
        ("code", JsonValue.String(row.Code.WireName())),
        ("reason", JsonValue.String(row.Reason)));
}
