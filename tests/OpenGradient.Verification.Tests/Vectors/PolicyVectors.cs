using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Honest receipts that are not what the verifier wants.</summary>
internal static class PolicyVectors
{
    public static IEnumerable<VectorCase> Cases() => [.. Constraints(), .. Alternatives(), .. Rules(), .. Lists(), .. Dictated()];

    private static IEnumerable<VectorCase> Constraints()
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

    private static IEnumerable<VectorCase> Alternatives()
    {
        Bundle chat = Sample.Chat();
        Bundle halfShown = chat with { Disclosures = [.. chat.Disclosures.Where(static disclosure => disclosure.Side == CommitmentSide.Input)] };
        yield return new("accept-policy-any-of", "One of two alternatives is shown.", chat, "policy:ok", """{"anyOf":[["proof"],["input","output"]]}""");
        yield return new("policy-any-of", "None of the alternatives is shown: half of one is not enough.", halfShown, "policy:alternatives-not-met", """{"anyOf":[["re-execution"],["input","output"]]}""");
        yield return new("policy-any-of-and-require", "What is required stays required beside an alternative.", chat with { Evidence = [chat.Evidence[0]] }, "policy:ok", """{"anyOf":[["signature"]]}""");
        yield return new("policy-semantics", "Semantics that are not listed.", chat, "policy:semantics-not-accepted", """{"semantics":["exec-2"]}""");
        yield return new("accept-policy-semantics", "Semantics that are listed.", chat, "policy:ok", """{"semantics":["exec-2","exec-1"]}""");
    }

    /// <summary>Answers that a setting forced upon the model, and others.</summary>
    private static IEnumerable<VectorCase> Dictated()
    {
        const string Policy = """{"dictated":"never"}""";
        Bundle held = Held("grammar", LeafKind.Constraint, "root ::= \"yes\"");
        Bundle chat = Sample.Chat();
        yield return new("accept-dictated-never", "Nothing but messages and tools.", chat, "policy:ok", Policy);
        yield return new("accept-dictated-one-call", "That there is one call at most says nothing of which.", Held("parallel_tool_calls", LeafKind.Constraint, "false"), "policy:ok", Policy);
        yield return new("accept-dictated-unasked", "A grammar, and nobody minds.", held, "policy:ok");
        yield return new("dictated-grammar", "A grammar with one answer in it.", held, "policy:answer-dictated", Policy);
        yield return new("dictated-tool", "A choice of tool.", Held("tool_choice", LeafKind.Constraint, "\"required\""), "policy:answer-dictated", Policy);
        yield return new("dictated-bias", "A bias.", Held("", LeafKind.LogitBias, """{"7":100}"""), "policy:answer-dictated", Policy);
        yield return new("dictated-penalty", "What the request has weighs a hundred times as much: a bias towards its words.", Penalized("0.01"), "policy:answer-dictated", Policy);
        yield return new("accept-dictated-penalty-one", "A penalty that changes nothing.", Penalized("1.0"), "policy:ok", Policy);
        yield return new("dictated-partly-shown", "A part is hidden, and what is shown dictates.", Without(held, 0), "policy:answer-dictated", Policy);
        yield return new("dictated-hidden", "The grammar is hidden.", Without(held, held.Disclosures.First(static one => one.Leaf.Kind == LeafKind.Constraint).Index), "policy:dictation-hidden", Policy);
    }

    private static Bundle Penalized(string penalty) => Sample.Issue(Sample.ChatContent with { Sampling = Sample.ChatContent.Sampling! with { RepetitionPenalty = penalty } }) with
    {
        Disclosures = [.. SampleContent.ChatInput.DiscloseAll(), .. SampleContent.ChatOutput.DiscloseAll()],
    };

    /// <summary>A chat whose input has one part more.</summary>
    private static Bundle Held(string label, string kind, string json)
    {
        CommitmentLeaf[] leaves = [.. SampleContent.ChatInput.DiscloseAll().Select(static disclosure => disclosure.Leaf)];
        CommitmentTree input = CommitmentTree.Build(CommitmentSide.Input, [.. leaves[..3], new(kind, label, System.Text.Encoding.UTF8.GetBytes(json)), .. leaves[3..]], SampleContent.Salts);
        return Sample.Issue(Sample.ChatContent with { Input = input.Commitment }) with { Disclosures = [.. input.DiscloseAll(), .. SampleContent.ChatOutput.DiscloseAll()] };
    }

    private static Bundle Without(Bundle bundle, long index) => bundle with { Disclosures = bundle.Disclosures.RemoveAll(one => one.Side == CommitmentSide.Input && one.Index == index) };

    /// <summary>Who is believed, in rules that ask for it, and in others.</summary>
    private static IEnumerable<VectorCase> Lists()
    {
        string other = TestKeys.DigestOf("another").ToString();
        string issuer = TestKeys.Issuer.PublicKey.KeyId.ToString();
        Bundle chat = Sample.Chat();
        Bundle bare = Sample.Issue(Sample.ChatContent) with { Evidence = [] };
        string shared = $$"""{"issuers":["{{issuer}}"],"logs":["{{other}}"],"proofKeys":["{{other}}"],"auditors":["{{other}}"],"witnesses":"quorum none\n","rules":[{"for":"read","require":[]},{"for":"chat"},{"for":"note","require":["signature"]},{"for":"act","require":["output"],"anyOf":[["log"],["proof"],["input"]]},{"for":"pay","require":["signature"],"logs":["{{other}}"]}]}""";
        yield return new("accept-list-not-asked", "Lists outside of the rules ask for nothing, and neither does this rule.", bare, "policy:ok", shared) { Purpose = "read" };
        yield return new("list-outside", "The default asks for a log, and the list outside of the rules says which.", chat, "policy:log-not-trusted", shared) { Purpose = "chat" };
        yield return new("accept-list-of-another-row", "Signed by a listed issuer: the log is another's, and nobody asks for it.", chat, "policy:ok", shared) { Purpose = "note" };
        yield return new("accept-list-in-an-alternative", "A log that is not believed does not meet its alternative; another is met.", chat, "policy:ok", shared) { Purpose = "act" };
        yield return new("list-in-an-alternative", "The only alternative that is shown is not believed.", chat with { Disclosures = [.. chat.Disclosures.Where(static disclosure => disclosure.Side == CommitmentSide.Output)] }, "policy:alternatives-not-met", shared.Replace("[\"input\"]", "[\"re-execution\"]", StringComparison.Ordinal)) { Purpose = "act" };
        yield return new("list-of-the-rule", "A list that stands in a rule asks for its row.", bare with { Evidence = [chat.Evidence[0]] }, "policy:log-not-trusted", shared) { Purpose = "pay" };
        yield return new("list-issuer-in-an-alternative", "Signed, by an issuer that is not listed.", chat, "policy:alternatives-not-met", $$"""{"issuers":["{{other}}"],"require":[],"anyOf":[["signature"],["proof"]]}""");
    }

    private static IEnumerable<VectorCase> Rules()
    {
        const string Policy = """{"rules":[{"for":"chat"},{"for":"transfer","upTo":"100"},{"for":"transfer","upTo":"5000.5","anyOf":[["re-execution"],["proof"]]}]}""";
        Bundle chat = Sample.Issue(Sample.ChatContent);
        yield return new("accept-rule-chat", "A rule for the purpose.", chat, "policy:ok", Policy) { Purpose = "chat" };
        yield return new("accept-rule-bound-included", "upTo includes its bound, however it is written.", chat, "policy:ok", Policy) { Purpose = "transfer", Amount = "100.00" };
        yield return new("rule-just-above", "A hair above the bound the next rule is the one.", chat, "policy:alternatives-not-met", Policy) { Purpose = "transfer", Amount = "100.000000000000000001" };
        yield return new("rule-too-much", "An amount that no rule speaks of.", chat, "policy:no-rule", Policy) { Purpose = "transfer", Amount = "5000.51" };
        yield return new("rule-unknown-purpose", "A purpose that no rule speaks of.", chat, "policy:no-rule", Policy) { Purpose = "trade" };
        yield return new("rule-no-purpose", "Rules, and no purpose.", chat, "policy:no-rule", Policy);
        yield return new("rule-no-amount", "A rule with a bound ends the search where there is no amount: the lax rule behind it is not for this.", chat, "policy:no-rule", """{"rules":[{"for":"transfer","above":"100","anyOf":[["proof"]]},{"for":"transfer"}]}""") { Purpose = "transfer" };
        yield return new("accept-rule-any-purpose", "A rule for any purpose, also none.", chat, "policy:ok", """{"rules":[{"for":"*","require":["signature"]}]}""");
        yield return new("rule-inherits", "What stands outside of the rules holds in each, unless it has its own.", chat, "policy:nonce-mismatch", """{"nonce":"00","rules":[{"for":"chat"}]}""") { Purpose = "chat" };
        yield return new("accept-rule-overrides", "A rule's own member replaces the one outside.", chat, "policy:ok", """{"maxAgeSeconds":"0","rules":[{"for":"chat","maxAgeSeconds":"60"}]}""") { Purpose = "chat" };
    }
}
