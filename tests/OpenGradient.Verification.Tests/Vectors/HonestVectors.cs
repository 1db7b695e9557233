using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Bundles that must be accepted, and those in which something is only left out.</summary>
internal static class HonestVectors
{
    private const string All = """{"require":["signature","log","input","output"]}""";

    public static IEnumerable<VectorCase> Cases()
    {
        yield return new("accept-tensor", "A tensor model, everything disclosed.", Sample.Tensor(), "output:ok", All);
        yield return new("accept-chat", "A language model, everything disclosed.", Sample.Chat(), "input:ok", All);
        yield return new("accept-session", "A step of a session, which names the receipt before it.", Sample.Issue(Sample.ChatContent with { Session = new(SessionSample.Id, 7, SessionSample.IdOf(SessionSample.Honest[0])) }), "receipt:ok");
        yield return new("accept-session-first", "The first step of a session.", SessionSample.Honest[0], "receipt:ok");
        yield return new("accept-nothing-disclosed", "A receipt alone.", Sample.Issue(Sample.ChatContent), "input:not-disclosed");
        yield return new("accept-partly-disclosed", "The question is shown, the system message is not.", PartlyDisclosed(), "input:ok-partial", All);
        yield return new("accept-strict-policy", "Every constraint of a policy is met.", Sample.Chat(), "policy:ok", StrictPolicy());
        yield return new("accept-unknown-members", "Members that version 1 does not know are ignored.", WithUnknownMembers(), "receipt:ok");
        yield return new("accept-white-space", "A bundle needs no canonical form; only the payload does.", Indented(), "log:ok");
        yield return new("accept-unknown-evidence", "Unknown evidence, even one named like a row, changes no verdict.", WithUnknownEvidence(), "evidence:unknown-type");
        yield return new("accept-second-keys", "Keys, signatures and proofs that nobody asked for are ignored.", WithSecondKeys(), "signature:ok");
        yield return new("unverifiable-no-issuer-key", "No key to check the signature with.", WithoutEvidence(0), "signature:issuer-key-missing");
        yield return new("unverifiable-no-log-proof", "Not logged yet.", WithoutEvidence(1), "log:log-proof-missing");
        yield return new("accept-no-log-proof-needed", "Not logged, and the policy does not ask.", WithoutEvidence(1), "log:log-proof-missing", """{"require":["signature"]}""");
        yield return new("unverifiable-input-required", "The policy asks for the input.", Sample.Issue(Sample.TensorContent), "input:not-disclosed", """{"require":["input"]}""");
        yield return new("unverifiable-re-execution-required", "The policy asks for a run that nobody made.", Sample.Tensor(), "policy:ok", """{"require":["re-execution"]}""");
    }

    private static Bundle PartlyDisclosed() => Sample.Issue(Sample.ChatContent) with
    {
        Disclosures = [SampleContent.ChatInput.Disclose(1), .. SampleContent.ChatOutput.DiscloseAll()],
    };

    private static string StrictPolicy() =>
        $$"""
        {"issuers":["{{TestKeys.Issuer.PublicKey.KeyId}}"],"logs":["{{Sample.Log.VerifierKey.KeyDigest}}"],"maxAgeSeconds":"60","models":["{{Sample.ChatContent.Model.Id}}"],"nonce":"{{Sample.ChatContent.Nonce.Client}}","require":[]}
        """;

    private static byte[] WithUnknownMembers()
    {
        JsonValue payload = JsonEdit.Parse(Receipt.Create(Sample.ChatContent).Payload.Span);
        payload = JsonEdit.Add(payload, "predicate", "later", JsonValue.Array(JsonValue.Null, JsonValue.True, JsonValue.String("\u00e9\n\"")));
        JsonValue bundle = JsonEdit.Parse(Sample.SignRaw(CanonicalJson.Serialize(payload)).ToBytes());
        bundle = JsonEdit.Add(bundle, "", "later", JsonValue.Number("1e3"));
        bundle = JsonEdit.Add(bundle, "dsse", "later", JsonValue.Null);
        return CanonicalJson.Serialize(JsonEdit.Add(bundle, "evidence/0", "later", JsonValue.False));
    }

    private static byte[] Indented()
    {
        string text = System.Text.Encoding.UTF8.GetString(Sample.Tensor().ToBytes());
        return System.Text.Encoding.UTF8.GetBytes("\r\n" + text.Replace(",\"", " ,\n\t\"", StringComparison.Ordinal) + "\n");
    }

    private static Bundle WithUnknownEvidence()
    {
        Bundle bundle = Sample.Tensor();
        JsonValue signature = JsonValue.Object(("type", JsonValue.String("signature")));
        JsonValue quote = JsonValue.Object(("type", JsonValue.String("tee/tdx-quote")), ("quote", JsonValue.String("AAAA")));
        return bundle with { Evidence = [new("signature", signature), .. bundle.Evidence, new("tee/tdx-quote", quote)] };
    }

    private static Bundle WithSecondKeys()
    {
        Bundle bundle = Sample.Tensor();
        string forger = TestKeys.Forger.PublicKey.KeyId.ToString();
        return bundle with
        {
            Dsse = bundle.Dsse with { Signatures = [new(forger, "not base64"), .. bundle.Dsse.Signatures, bundle.Dsse.Signatures[0] with { Sig = "AA==" }] },
            Evidence = [Evidence.IssuerKey(TestKeys.Forger.PublicKey), .. bundle.Evidence, Evidence.LogProof("second", "second"u8)],
        };
    }

    private static Bundle WithoutEvidence(int index)
    {
        Bundle bundle = Sample.Tensor();
        return bundle with { Evidence = bundle.Evidence.RemoveAt(index) };
    }
}
