using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Cli.Output;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Twins;

/// <summary>Prints what was found out about a receipt of AIR v1, for people and for machines.</summary>
internal static class AirPrinter
{
    public static void Print(AirReport report)
    {
        AirFinding finding = report.Finding;
        Console.WriteLine(finding.Code == AirCode.Ok
            ? "valid: the key signed these claims, and they have the form of AIR v1"
            : $"invalid: {finding.Code.WireName()} in layer {(int)finding.Layer}{(finding.Claim.Length > 0 ? $", {finding.Claim}" : "")}");
        if (report.Twin is { } twin)
            Console.WriteLine($"twin {Verdict(twin.Code == TwinCode.Ok, twin.Code.IsUnverifiable())}: {twin.Reason} ({twin.Code.WireName()})");
        if (report.Attestation is { } document)
            Console.WriteLine($"attestation {Verdict(document.Code == AttestationCode.Ok, document.Code.IsUnverifiable())}: {document.Reason} ({document.Code.WireName()})");
        SentenceList.Print("establishes", report.Establishes);
        SentenceList.Print("does not establish", report.DoesNotEstablish);
    }

    public static string ToJson(AirReport report) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("valid", report.IsValid ? JsonValue.True : JsonValue.False),
        ("code", JsonValue.String(report.Finding.Code.WireName())),
        ("layer", JsonValue.Number(((int)report.Finding.Layer).ToString(CultureInfo.InvariantCulture))),
        ("claim", JsonValue.String(report.Finding.Claim)),
        ("twin", report.Twin is { } twin ? TwinPrinter.ToValue(twin) : JsonValue.Null),
        ("attestation", report.Attestation is { } document ? ToValue(document) : JsonValue.Null),
        ("establishes", Strings(report.Establishes)),
        ("doesNotEstablish", Strings(report.DoesNotEstablish)))));

    private static JsonValue ToValue(AttestationFinding document) => JsonValue.Object(
        ("verdict", JsonValue.String(Verdict(document.Code == AttestationCode.Ok, document.Code.IsUnverifiable()))),
        ("code", JsonValue.String(document.Code.WireName())),
        ("reason", JsonValue.String(document.Reason)));

    private static string Verdict(bool isOk, bool isUnverifiable) => isOk ? "valid" : isUnverifiable ? "unverifiable" : "invalid";

    private static JsonValue Strings(ImmutableArray<string> texts) => JsonValue.Array([.. texts.Select(JsonValue.String)]);
}
