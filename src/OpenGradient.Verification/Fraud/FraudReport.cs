using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>What a fraud proof file shows.</summary>
/// <param name="Code">Whether it convicts, and if not why.</param>
/// <param name="Reason">The same in a sentence.</param>
public sealed record FraudReport(FraudCode Code, string Reason)
{
    /// <summary>The receipt; null if there is none in it.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>The key id of the challenger; null if the file has none.</summary>
    public Digest? Challenger { get; init; }

    /// <summary>What the referee said; null if it was not asked.</summary>
    public DisputeJudgement? Judgement { get; init; }

    /// <summary>Whether the issuer of the receipt is convicted.</summary>
    public bool IsConviction => Code == FraudCode.Convicted;

    /// <summary>0 for a conviction, 3 where this build cannot judge, 2 for anything else.</summary>
    public int ExitCode => Code switch
    {
        FraudCode.Convicted => VerificationReport.ExitAccepted,
        FraudCode.SemanticsUnknown => VerificationReport.ExitUnverifiable,
        _ => VerificationReport.ExitInvalid,
    };

    /// <summary>The verdict in a word.</summary>
    public string Verdict => Code switch
    {
        FraudCode.Convicted => "convicted",
        FraudCode.SemanticsUnknown => "unverifiable",
        _ => "refuted",
    };

    /// <summary>The report for machines: one line of JSON.</summary>
    public string ToJson() => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("challenger", Text(Challenger?.ToString())),
        ("code", JsonValue.String(Code.WireName())),
        ("exitCode", JsonValue.Number($"{ExitCode}")),
        ("issuer", Text(Receipt?.Content.Issuer.Key.ToString())),
        ("place", Text(Judgement?.Place)),
        ("reason", JsonValue.String(Reason)),
        ("receiptId", Text(Receipt?.Id.ToString())),
        ("rule", Text(Judgement?.Rule)),
        ("verdict", JsonValue.String(Verdict)))));

    private static JsonValue Text(string? text) => text is null ? JsonValue.Null : JsonValue.String(text);
}
