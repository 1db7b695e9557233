using System.Globalization;
using System.Text;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Disputes;

/// <summary>A simulated dispute as canonical JSON, messages included: spec/dispute-1/vectors has one.</summary>
internal static class DisputeJson
{
    public static string Write(DisputeReport report) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("cheat", JsonValue.Object(("party", Party(report.Cheat)), ("what", JsonValue.String(report.Cheating)))),
        ("dispute", JsonValue.String(report.Dispute.ToString())),
        ("first", First(report)),
        ("leaves", Number(report.LeafCount)),
        ("lastBytes", Number(report.FinalBytes)),
        ("messages", JsonValue.Array([.. report.Messages.Select(Message)])),
        ("rounds", Number(report.RoundCount)),
        ("terms", report.Terms),
        ("text", Text(report.Text)),
        ("totalBytes", Number(report.TotalBytes)),
        ("verdict", JsonValue.Object(
            ("code", JsonValue.String(report.Verdict.Code.ToString())),
            ("convicted", JsonValue.Array([.. report.Verdict.Convicted.Select(Party)])),
            ("reason", JsonValue.String(report.Verdict.Reason)))))));

    private static JsonValue First(DisputeReport report) => report.Leaf is not { } leaf ? JsonValue.Null : JsonValue.Object(
        ("claimed", Optional(report.Claimed)),
        ("constants", JsonValue.Array([.. report.Constants.Select(JsonValue.String)])),
        ("element", Optional(report.Element)),
        ("iterations", JsonValue.Array([.. report.Iterations.Select(static iteration => Number(iteration))])),
        ("leaf", Number(leaf)),
        ("operator", Optional(report.Operator)),
        ("output", Optional(report.Output)),
        ("step", Optional(report.Step)),
        ("tile", Optional(report.Tile)),
        ("within", Optional(report.Within)));

    private static JsonValue Text(TextPlace? place) => place is null ? JsonValue.Null : JsonValue.Object(
        ("layer", Number(place.Layer)), ("layers", Number(place.LayerCount)), ("position", Number(place.Position)), ("segment", Number(place.Segment)));

    private static JsonValue Message(DisputeMessage message) => JsonValue.Object(
        ("bytes", Number(message.Bytes.Length)),
        ("kind", JsonValue.String(message.Kind)),
        ("message", JsonValue.String(Encoding.UTF8.GetString(message.Bytes.Span))),
        ("party", Party(message.Party)),
        ("request", JsonValue.String(message.Request)),
        ("round", Number(message.Round)));

    private static JsonValue Party(Execution.Disputes.Party party) => JsonValue.String(DisputePrinter.Name(party));

    private static JsonValue Number(long number) => JsonValue.String(number.ToString(CultureInfo.InvariantCulture));

    private static JsonValue Optional(string? text) => text is null ? JsonValue.Null : JsonValue.String(text);

    private static JsonValue Optional(long? number) => number is { } given ? Number(given) : JsonValue.Null;
}
