using System.Collections.Immutable;
using System.Text;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Sessions as they happened, and as somebody would have them (receipt-1 §9).</summary>
internal static class SessionVectors
{
    private const string All = """{"require":["signature","log","input","output"]}""";

    private static ImmutableArray<Bundle> Honest => SessionSample.Honest;

    public static IEnumerable<SessionVectorCase> Cases() => [.. Orders(), .. Calls(), .. Files()];

    private static IEnumerable<SessionVectorCase> Orders()
    {
        yield return new("accept-whole", "A call, its result, and a question more.", File(Honest), "order:ok@0 calls:ok@0", All);
        yield return new("accept-beginning", "Without the last step: that there is one more, nobody can see.", File(Honest[..2]), "order:ok@0 calls:ok@0", All);
        yield return new("accept-one", "One step.", File(Honest[..1]), "order:ok@0 calls:ok@0");
        yield return new("accept-end", "Without the first step, and the report says so.", File(Honest[1..]), "order:ok-partial@0 calls:ok@0");
        yield return new("step-dropped", "A step is left out.", File([Honest[0], Honest[2]]), "order:step-missing@1 calls:ok@0");
        yield return new("step-swapped", "Two steps change places.", File([Honest[1], Honest[0], Honest[2]]), "order:step-moved@1 calls:ok@0");
        yield return new("step-doubled", "A step is told twice.", File([Honest[0], Honest[0], Honest[1]]), "order:step-twice@1 calls:ok@0");
        yield return new("step-forked", "Two answers to one step.", File([Honest[0], Honest[1], Fork()]), "order:step-forked@2 calls:ok@0");
        yield return new("step-replaced", "The step in the middle is the other branch of a fork.", File([Honest[0], Fork(), Honest[2]]), "order:prev-mismatch@2 calls:ok@0");
        yield return new("step-foreign", "A step of another session.", File([Honest[0], SessionSample.Chain(SessionSample.Steps, "another key")[1]]), "order:session-foreign@1 calls:ok@0");
        yield return new("step-outside", "A receipt of no session.", File([Honest[0], SessionSample.Step(null, [SessionSample.User], SessionSample.Done)]), "order:session-missing@1 calls:ok@0");
        yield return new("first-outside", "The first receipt is of no session.", File([SessionSample.Step(null, [SessionSample.User], SessionSample.Done)]), "order:session-missing@0 calls:ok@0");
        yield return new("policy-refuses", "A step that the policy does not take.", File(Honest), "order:ok@0 calls:ok@0", $$"""{"models":["{{TestKeys.DigestOf("another model")}}"]}""");
        yield return new("step-not-logged", "A step that is not logged.", File([Honest[0], Honest[1] with { Evidence = [Honest[1].Evidence[0]] }]), "order:ok@0 calls:ok@0");
        yield return new("accept-two-keys", "A last step by somebody else's key: nobody said whose keys to trust, and the report says so.", File([.. Honest[..2], Forged()]), "order:ok@0 calls:ok@0");
        yield return new("two-keys", "The same, under a policy that lists the issuer.", File([.. Honest[..2], Forged()]), "order:ok@0 calls:ok@0", $$"""{"issuers":["{{TestKeys.Issuer.PublicKey.KeyId}}"]}""");
    }

    private static IEnumerable<SessionVectorCase> Calls()
    {
        yield return new("result-changed", "The last request tells another result.", Changed(2, SessionSample.Result, SessionSample.Result.Replace("ok", "failed", StringComparison.Ordinal)), "order:ok@0 calls:result-changed@2");
        yield return new("call-changed", "A request tells another payee than the model named.", Changed(1, SessionSample.Call, SessionSample.Call.Replace("alice", "mallory", StringComparison.Ordinal)), "order:ok@0 calls:call-changed@1");
        yield return new("call-renamed", "A request tells another function.", Changed(1, SessionSample.Call, SessionSample.Call.Replace("\"pay\"", "\"refund\"", StringComparison.Ordinal)), "order:ok@0 calls:call-changed@1");
        yield return new("call-invented", "A request tells a call that no answer made.", Changed(2, SessionSample.Call, SessionSample.Call.Replace("call_0_0", "call_9_0", StringComparison.Ordinal)), "order:ok@0 calls:call-unknown@2");
        yield return new("result-invented", "A result of a call that no answer made.", Changed(1, SessionSample.Result, SessionSample.Result.Replace("call_0_0", "call_9_0", StringComparison.Ordinal)), "order:ok@0 calls:call-unknown@1");
        yield return new("accept-rewritten", "A client writes the arguments in its own way.", Changed(1, SessionSample.Call, SessionSample.Call.Replace("""{\"amount\":20,\"to\":\"alice\"}""", """{ \"to\": \"alice\", \"amount\": 20 }""", StringComparison.Ordinal)), "order:ok@0 calls:ok@0");
        yield return new("accept-brought-along", "The first request brings a call from before the session.", File(SessionSample.Chain([(SessionSample.Steps[1].Input, SessionSample.Done)])), "order:ok@0 calls:ok@0");
        yield return new("accept-hidden", "Nothing is disclosed.", File([.. Honest.Select(static bundle => bundle with { Disclosures = [] })]), "order:ok@0 calls:not-disclosed@0");
        yield return new("accept-hidden-call", "The answer that made the call is hidden.", File([Honest[0] with { Disclosures = [.. Honest[0].Disclosures.Where(static disclosure => disclosure.Side == CommitmentSide.Input)] }, Honest[1]]), "order:ok@0 calls:not-disclosed@0");
        yield return new("hidden-and-required", "The policy asks for inputs that are hidden.", File([.. Honest.Select(static bundle => bundle with { Disclosures = [] })]), "order:ok@0 calls:not-disclosed@0", All);
        yield return new("hidden-and-changed", "What is shown contradicts itself, whatever is hidden.", File([Honest[0], .. Chain(2, SessionSample.Result, SessionSample.Result.Replace("ok", "failed", StringComparison.Ordinal))[1..].Select(static bundle => bundle with { Disclosures = bundle.Disclosures.RemoveAt(0) })]), "order:ok@0 calls:result-changed@2");
    }

    private static IEnumerable<SessionVectorCase> Files()
    {
        yield return new("file-not-json", "No JSON.", "{"u8.ToArray(), "order:session-malformed@0");
        yield return new("file-empty", "No bundles.", File([]), "order:session-malformed@0");
        yield return new("file-other-type", "Another media type.", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(File(Honest[..1])).Replace("inference-session", "inference-bundle", StringComparison.Ordinal)), "order:session-malformed@0");
        yield return new("file-no-bundle", "A bundle that is none.", """{"mediaType":"application/vnd.opengradient.inference-session.v1+json","bundles":["e30="]}"""u8.ToArray(), "order:session-malformed@0");
        yield return new("file-not-base64", "A bundle that is not base64.", """{"mediaType":"application/vnd.opengradient.inference-session.v1+json","bundles":["e30"]}"""u8.ToArray(), "order:session-malformed@0");
        yield return new("index-without-prev", "A receipt whose index is not 0, and whose prev is empty.", File([Honest[0], Raw()]), "order:session-malformed@0");
    }

    private static byte[] File(ImmutableArray<Bundle> bundles) => SessionFile.ToBytes(bundles);

    private static byte[] Changed(int step, string from, string to) => File(Chain(step, from, to));

    /// <summary>The session, but for a message of one request.</summary>
    private static ImmutableArray<Bundle> Chain(int step, string from, string to) =>
        SessionSample.Chain(SessionSample.Steps.Select((told, index) => index == step ? ([.. told.Input.Select(message => message == from ? to : message)], told.Output) : told));

    /// <summary>Another answer in the place of the second step.</summary>
    private static Bundle Fork() => SessionSample.Step(new(SessionSample.Id, 1, SessionSample.IdOf(Honest[0])), SessionSample.Steps[1].Input, """{"content":"Not paid.","role":"assistant"}""");

    private static Bundle Forged()
    {
        ReceiptContent content = Sample.ChatContent with { Issuer = new(TestKeys.Forger.PublicKey.KeyId, "node.example"), Input = SampleContent.ChatInput.Commitment, Session = new(SessionSample.Id, 2, SessionSample.IdOf(Honest[1])) };
        Bundle bundle = Sample.SignRaw(Receipt.Create(content).Payload, TestKeys.Forger);
        return bundle with { Disclosures = [.. SampleContent.ChatInput.DiscloseAll(), .. SampleContent.ChatOutput.DiscloseAll()] };
    }

    private static Bundle Raw()
    {
        string payload = Encoding.UTF8.GetString(Honest[1].Dsse.Payload.Span);
        return Sample.SignRaw(Encoding.UTF8.GetBytes(payload.Replace($"\"prev\":\"{SessionSample.IdOf(Honest[0])}\"", "\"prev\":\"\"", StringComparison.Ordinal)));
    }
}
