using System.Collections.Immutable;
using System.Text;
using OpenGradient.Cli.Output;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Twins;

/// <summary>Prints what was found out about a twin, for people and for machines.</summary>
internal static class TwinPrinter
{
    public static void Print(TwinReport report)
    {
        if (report.Receipt is { } receipt)
            Console.WriteLine($"receipt {receipt}");
        if (report.TypedDataDigest is { } digest)
            Console.WriteLine($"digest  0x{digest}");
        Console.WriteLine($"twin    {report.Form.WireName()}: {Verdict(report)}: {report.Reason} ({report.Code.WireName()})");
        SentenceList.Print("establishes", report.Establishes);
        SentenceList.Print("does not establish", report.DoesNotEstablish);
    }

    /// <summary>What speaks against a receipt whose twin does not hold; null if it does.</summary>
    public static string? Objection(TwinReport report) => report.Code == TwinCode.Ok ? null : $"the twin is {Verdict(report)}";

    /// <summary>0: it holds; 2: it is wrong; 3: it could not be checked.</summary>
    public static int ExitCodeOf(TwinReport report) => report.Code == TwinCode.Ok ? ExitCode.Done : report.Code.IsUnverifiable() ? ExitCode.Unverifiable : ExitCode.Invalid;

    public static string ToJson(TwinReport report) => Encoding.UTF8.GetString(CanonicalJson.Serialize(ToValue(report)));

    /// <summary>One object for a twin and the report of its bundle.</summary>
    public static string ToJson(TwinReport report, string bundleReport) => JsonReader.TryRead(Encoding.UTF8.GetBytes(bundleReport), out JsonValue? bundle)
        ? Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(("bundle", bundle), ("twin", ToValue(report)))))
        : throw new InvalidOperationException("A report is JSON.");

    public static JsonValue ToValue(TwinReport report) => JsonValue.Object(
        ("form", JsonValue.String(report.Form.WireName())),
        ("verdict", JsonValue.String(Verdict(report))),
        ("code", JsonValue.String(report.Code.WireName())),
        ("reason", JsonValue.String(report.Reason)),
        ("receiptId", OrNull(report.Receipt?.ToString())),
        ("issuer", OrNull(report.Issuer?.ToString())),
        ("digest", OrNull(report.TypedDataDigest is { } digest ? $"0x{digest}" : null)),
        ("accounts", Strings(report.Accounts)),
        ("comparedWithBundle", report.IsComparedWithBundle ? JsonValue.True : JsonValue.False),
        ("establishes", Strings(report.Establishes)),
        ("doesNotEstablish", Strings(report.DoesNotEstablish)));

    private static string Verdict(TwinReport report) => report.Code == TwinCode.Ok ? "valid" : report.Code.IsUnverifiable() ? "unverifiable" : "invalid";

    private static JsonValue OrNull(string? text) => text is null ? JsonValue.Null : JsonValue.String(text);

    private static JsonValue Strings(ImmutableArray<string> texts) => JsonValue.Array([.. texts.Select(JsonValue.String)]);
}
