using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Honest receipts that are not what the verifier wants.</summary>
internal static class PolicyVectors
{
    public static IEnumerable<VectorCase> Cases()
    {
        string other = TestKeys.DigestOf("another").ToString();
        string issuer = TestKeys.Issuer.PublicKey.KeyId.ToString();
        Bundle chat = Sample.Issue(Sample.ChatContent);
        yield return new("policy-issuer", "An issuer that is not listed.", chat, "policy:issuer-not-trusted", $$"""{"issuers":["{{other}}"]}""");
        yield return new("policy-no-issuer", "An empty list trusts nobody.", chat, "policy:issuer-not-trusted", """{"issuers":[]}""");
        yield return new("policy-log", "A log that is not listed.", chat, "policy:log-not-trusted", $$"""{"logs":["{{other}}"]}""");
        yield return new("policy-model", "A model that is not listed.", chat, "policy:model-not-accepted", $$"""{"models":["{{other}}"]}""");
        yield return new("policy-nonce", "The answer to another request.", chat, "policy:nonce-mismatch", """{"nonce":"00"}""");
        yield return new("policy-no-nonce", "A receipt without a nonce, where one is asked for.", Sample.Tensor(), "policy:nonce-mismatch", """{"nonce":"00"}""");
        yield return new("policy-too-old", "Issued 60 seconds ago, 59 are allowed.", chat, "policy:too-old", """{"maxAgeSeconds":"59"}""");
        yield return new("policy-ahead", "Issued 301 seconds ahead.", chat, "policy:too-old", """{"maxAgeSeconds":"59"}""") { Now = SampleContent.IssuedAt - 301 };
        yield return new("accept-policy-ahead", "Issued 300 seconds ahead: clocks differ.", chat, "policy:ok", """{"maxAgeSeconds":"59"}""") { Now = SampleContent.IssuedAt - 300 };
        yield return new("accept-policy-require-nothing", "Nothing is required; the report still says what was not established.", chat with { Evidence = [] }, "policy:ok", """{"require":[]}""");
        yield return new("policy-issuer-unsigned", "A list of issuers requires the signature, whatever else is required.", chat with { Evidence = [] }, "policy:ok", $$"""{"issuers":["{{issuer}}"],"require":[]}""");
        yield return new("policy-log-unlogged", "A list of logs requires the log proof, whatever else is required.", chat with { Evidence = [chat.Evidence[0]] }, "policy:ok", $$"""{"logs":["{{Sample.Log.VerifierKey.KeyDigest}}"],"require":[]}""");
    }
}
