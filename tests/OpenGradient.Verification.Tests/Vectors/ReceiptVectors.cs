using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Bundles that are none, and payloads that an issuer signed although they are no receipts.</summary>
internal static class ReceiptVectors
{
    private static readonly string Text = Encoding.UTF8.GetString(Sample.Tensor().ToBytes());

    private static readonly JsonValue Payload = JsonEdit.Parse(Receipt.Create(Sample.ChatContent).Payload.Span);

    public static IEnumerable<VectorCase> Cases() => [.. Bundles(), .. Payloads(), .. Statements(), .. Limits()];

    private static IEnumerable<VectorCase> Bundles()
    {
        const string Malformed = "receipt:bundle-malformed";
        yield return new("bundle-empty", "No bytes.", Array.Empty<byte>(), Malformed);
        yield return new("bundle-truncated", "The last byte is missing.", Bytes(Text[..^1]), Malformed);
        yield return new("bundle-trailing", "A byte after the end.", Bytes(Text + "}"), Malformed);
        yield return new("bundle-byte-order-mark", "A byte order mark before the start.", Bytes("\ufeff" + Text), Malformed);
        yield return new("bundle-not-utf8", "A byte that is no UTF-8.", [.. Bytes(Text[..^1] + ",\"x\":\""), 0xff, (byte)'"', (byte)'}'], Malformed);
        yield return new("bundle-lone-surrogate", "An escape that is no character.", Bytes(Text[..^1] + ""","x":"\ud800"}"""), Malformed);
        yield return new("bundle-escape-nul", "An escape of two digits, filled up with NUL.", Bytes(Text[..^1] + ",\"x\":\"\\u41\0\0\"}"), Malformed);
        yield return new("bundle-duplicate-member", "One name twice.", Bytes(Text[..^1] + ""","dsse":{}}"""), Malformed);
        yield return new("bundle-duplicate-escaped", "One name twice, once written with an escape.", Bytes(Text[..^1] + ""","\u0064sse":{}}"""), Malformed);
        yield return new("bundle-too-deep", "65 arrays, one inside the other, around a value.", Bytes(Text[..^1] + ",\"x\":" + Nested(64) + "}"), Malformed);
        yield return new("accept-bundle-deep-enough", "64 arrays and objects around a value are read.", Bytes(Text[..^1] + ",\"x\":" + Nested(63) + "}"), "receipt:ok");
        yield return new("bundle-media-type", "Another media type.", Bytes(Text.Replace("bundle.v1", "bundle.v2", StringComparison.Ordinal)), Malformed);
        yield return new("bundle-no-evidence-member", "A member is missing.", Edited(static json => JsonEdit.Delete(json, "evidence")), Malformed);
        yield return new("bundle-payload-not-base64", "Base64 without padding.", Edited(static json => JsonEdit.Replace(json, "dsse/payload", JsonValue.String("e30"))), Malformed);
        yield return new("bundle-payload-base64-bits", "Base64 with unused bits that are not zero.", Edited(static json => JsonEdit.Replace(json, "dsse/payload", JsonValue.String("e31="))), Malformed);
        yield return new("bundle-evidence-type", "An evidence type that is no label.", Edited(static json => JsonEdit.Replace(json, "evidence/0/type", JsonValue.String("\u001b[2J"))), Malformed);
        yield return new("bundle-much-evidence", "1,025 pieces of evidence.", WithEvidence(1025), Malformed);
        yield return new("accept-bundle-most-evidence", "1,024 pieces of evidence are read.", WithEvidence(1024), "receipt:ok");
        yield return new("bundle-disclosure-tree", "A disclosure of a tree that does not exist.", Edited(static json => JsonEdit.Replace(json, "disclosures/0/tree", JsonValue.String("trace"))), Malformed);
        yield return new("payload-type", "The issuer signed these bytes as something else.", Sample.SignRaw(Receipt.Create(Sample.TensorContent).Payload, type: "application/json"), "receipt:payload-type");
    }

    private static byte[] WithEvidence(int count) => Edited(json =>
    {
        var items = JsonEdit.Get(json, "evidence").Items;
        return JsonEdit.Replace(json, "evidence", JsonValue.Array([.. items, .. Enumerable.Repeat(JsonValue.Object(("type", JsonValue.String("x"))), count - items.Length)]));
    });

    private static IEnumerable<VectorCase> Payloads()
    {
        yield return Signed("payload-too-large", "More than 65,536 bytes.", "receipt:payload-too-large", JsonEdit.Add(Payload, "", "x", JsonValue.String(new string('x', 65_536))));
        yield return new("payload-truncated", "Signed, and no JSON.", Sample.SignRaw(CanonicalJson.Serialize(Payload).AsMemory()[..^1]), "receipt:payload-malformed");
        yield return new("payload-duplicate-member", "Signed, with one name twice.", SignedText(text => text[..^1] + ""","subject":[]}"""), "receipt:payload-malformed");
        yield return Signed("payload-number", "Signed, with a JSON number in an unknown member.", "receipt:payload-malformed", JsonEdit.Add(Payload, "predicate", "x", JsonValue.Array(JsonValue.Number("1"))));
        yield return new("payload-white-space", "Signed, with a space.", SignedText(static text => "{ " + text[1..]), "receipt:payload-not-canonical");
        yield return new("payload-escape", "Signed, with an escape that is not the shortest.", SignedText(static text => text.Replace("tinychat", "tin\\u0079chat", StringComparison.Ordinal)), "receipt:payload-not-canonical");
        yield return new("payload-order", "Signed, with members in another order.", SignedText(static text => text.Replace("\"inputTokens\":\"35\",\"outputTokens\":\"5\"", "\"outputTokens\":\"5\",\"inputTokens\":\"35\"", StringComparison.Ordinal)), "receipt:payload-not-canonical");
        yield return new("payload-order-utf16", "Names are ordered by UTF-16 code units, not by code points.", SignedText(static text => text[..^1] + ",\"\uff5e\":\"\",\"\ud83d\ude00\":\"\"}"), "receipt:payload-not-canonical");
        yield return new("accept-payload-order-utf16", "The same names in the right order.", SignedText(static text => text[..^1] + ",\"\ud83d\ude00\":\"\",\"\uff5e\":\"\"}"), "receipt:ok");
    }

    private static VectorCase Session(string name, string why, string index, string previous)
    {
        JsonValue session = JsonValue.Object(("id", JsonValue.String(SessionSample.Id.ToString())), ("index", JsonValue.String(index)), ("prev", JsonValue.String(previous)));
        return new(name, why, Sample.SignRaw(CanonicalJson.Serialize(JsonEdit.Add(Payload, "predicate", "session", session))), "receipt:statement-malformed");
    }

    private static IEnumerable<VectorCase> Statements()
    {
        yield return Replaced("statement-type", "_type", "https://in-toto.io/Statement/v0.1", "receipt:statement-type");
        yield return Replaced("statement-predicate-type", "predicateType", "urn:opengradient:inference-receipt:v2", "receipt:statement-type");
        yield return Replaced("statement-model-name", "predicate/model/name", "tinychat\" was run again", "receipt:statement-malformed");
        yield return Replaced("statement-digest-upper-case", "predicate/model/id", TestKeys.DigestOf("chat model").ToString().ToUpperInvariant(), "receipt:statement-malformed");
        yield return Replaced("statement-leading-zero", "predicate/usage/inputTokens", "035", "receipt:statement-malformed");
        yield return Replaced("statement-count-too-large", "predicate/usage/inputTokens", "9223372036854775808", "receipt:statement-malformed");
        yield return Session("statement-session-no-prev", "A step that is not the first and names none before it.", "1", "");
        yield return Session("statement-session-first-with-prev", "A first step that names one before it.", "0", $"{TestKeys.DigestOf("step")}");
        yield return Session("statement-session-prev-form", "A receipt before it whose id is in upper case.", "1", $"{TestKeys.DigestOf("step")}".ToUpperInvariant());
        yield return Session("statement-session-index", "An index that is no count.", "01", $"{TestKeys.DigestOf("step")}");
        yield return Replaced("statement-no-leaves", "predicate/input/leaves", "0", "receipt:statement-malformed");
        yield return Replaced("statement-too-many-leaves", "predicate/input/leaves", "4294967296", "receipt:statement-malformed");
        yield return Replaced("statement-finish", "predicate/output/finish", "done", "receipt:statement-malformed");
        yield return Replaced("statement-profile", "predicate/execution/profile", "double", "receipt:statement-malformed");
        yield return Replaced("statement-scheme", "predicate/input/scheme", "commit-2", "receipt:statement-malformed");
        yield return Replaced("statement-nonce-odd", "predicate/nonce/client", "012", "receipt:statement-malformed");
        yield return Replaced("statement-temperature", "predicate/sampling/temperature", ".7", "receipt:statement-malformed");
        yield return Signed("statement-sampling-part", "Sampling without a seed.", "receipt:statement-malformed", JsonEdit.Delete(Payload, "predicate/sampling/seed"));
        yield return Signed("statement-crit-type", "crit is no array of strings.", "receipt:statement-malformed", JsonEdit.Replace(Payload, "predicate/crit", JsonValue.Array(JsonValue.Null)));
        yield return Replaced("subject-mismatch", "subject/0/digest/ogCommit1", TestKeys.DigestOf("another output").ToString(), "receipt:subject-mismatch");
        yield return Replaced("subject-name", "subject/0/name", "input", "receipt:subject-mismatch");
        yield return Signed("subject-twice", "Two subjects.", "receipt:subject-mismatch", JsonEdit.Duplicate(Payload, "subject/0"));
        yield return Signed("crit-unknown", "A member that must be understood.", "receipt:crit-unknown", JsonEdit.Replace(Payload, "predicate/crit", JsonValue.Array(JsonValue.String("payment"))));
    }

    /// <summary>The longest of each form that is read, and the shortest that is not.</summary>
    private static IEnumerable<VectorCase> Limits()
    {
        const string Malformed = "receipt:statement-malformed";
        yield return Replaced("accept-label-longest", "predicate/model/name", new string('x', 128), "receipt:ok");
        yield return Replaced("statement-label-too-long", "predicate/model/name", new string('x', 129), Malformed);
        yield return Replaced("statement-label-empty", "predicate/model/name", "", Malformed);
        yield return Replaced("accept-number-longest", "predicate/sampling/topP", "0." + new string('9', 30), "receipt:ok");
        yield return Replaced("statement-number-too-long", "predicate/sampling/topP", "0." + new string('9', 31), Malformed);
        yield return Replaced("accept-nonce-longest", "predicate/nonce/client", new string('0', 128), "receipt:ok");
        yield return Replaced("statement-nonce-too-long", "predicate/nonce/client", new string('0', 130), Malformed);
        yield return Replaced("accept-count-largest", "predicate/usage/inputTokens", "9223372036854775807", "receipt:ok");
        int room = Receipt.MaximumPayloadBytes - CanonicalJson.Serialize(JsonEdit.Add(Payload, "", "x", JsonValue.String(""))).Length;
        yield return Signed("accept-payload-largest", "65,536 bytes.", "receipt:ok", JsonEdit.Add(Payload, "", "x", JsonValue.String(new string('x', room))));
        yield return Signed("payload-one-too-large", "65,537 bytes.", "receipt:payload-too-large", JsonEdit.Add(Payload, "", "x", JsonValue.String(new string('x', room + 1))));
    }

    private static VectorCase Replaced(string name, string path, string text, string expected) =>
        Signed(name, $"Signed, with another {path}.", expected, JsonEdit.Replace(Payload, path, JsonValue.String(text)));

    private static VectorCase Signed(string name, string why, string expected, JsonValue payload) =>
        new(name, why, Sample.SignRaw(CanonicalJson.Serialize(payload)), expected);

    private static Bundle SignedText(Func<string, string> edit) =>
        Sample.SignRaw(Bytes(edit(Encoding.UTF8.GetString(CanonicalJson.Serialize(Payload)))));

    private static byte[] Edited(Func<JsonValue, JsonValue> edit) => CanonicalJson.Serialize(edit(JsonEdit.Parse(Bytes(Text))));

    private static string Nested(int depth) => new string('[', depth) + "\"\"" + new string(']', depth);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
