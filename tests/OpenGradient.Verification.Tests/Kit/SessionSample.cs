using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Tests;

/// <summary>A session of three steps: the model calls a tool, reads its result, and is asked something more.</summary>
internal static class SessionSample
{
    public const string User = """{"content":"Pay 20 to alice","role":"user"}""";
    public const string Call = """{"role":"assistant","tool_calls":[{"function":{"arguments":"{\"amount\":20,\"to\":\"alice\"}","name":"pay"},"id":"call_0_0","type":"function"}]}""";
    public const string Result = """{"content":"{\"status\":\"ok\"}","role":"tool","tool_call_id":"call_0_0"}""";
    public const string Done = """{"content":"Paid.","role":"assistant"}""";
    public const string Thanks = """{"content":"And now?","role":"user"}""";

    public static Digest Id { get; } = SessionStatement.IdOf(TestKeys.DigestOf("session key").AsSpan());

    /// <summary>The requests and answers of an honest session.</summary>
    public static ImmutableArray<(string[] Input, string Output)> Steps { get; } =
    [
        ([User], Call),
        ([User, Call, Result], Done),
        ([User, Call, Result, Done, Thanks], Done),
    ];

    public static ImmutableArray<Bundle> Honest { get; } = Chain(Steps);

    /// <summary>Steps that name each other.</summary>
    public static ImmutableArray<Bundle> Chain(IEnumerable<(string[] Input, string Output)> steps, string session = "session key")
    {
        var bundles = ImmutableArray.CreateBuilder<Bundle>();
        ReceiptId? previous = null;
        foreach ((string[] input, string output) in steps)
        {
            bundles.Add(Step(new(SessionStatement.IdOf(TestKeys.DigestOf(session).AsSpan()), bundles.Count, previous), input, output));
            previous = IdOf(bundles[^1]);
        }

        return bundles.ToImmutable();
    }

    /// <summary>One step, all of it disclosed.</summary>
    public static Bundle Step(SessionStatement? place, string[] input, string output)
    {
        CommitmentTree inputTree = CommitmentTree.Build(CommitmentSide.Input, [.. input.Select(static (message, index) => new CommitmentLeaf(LeafKind.Message, $"{index}", Encoding.UTF8.GetBytes(message)))], SampleContent.Salts);
        CommitmentTree outputTree = CommitmentTree.Build(CommitmentSide.Output, [new(LeafKind.Message, "", Encoding.UTF8.GetBytes(output))], SampleContent.Salts);
        ReceiptContent content = Sample.ChatContent with { Input = inputTree.Commitment, Output = outputTree.Commitment, Session = place };
        return Sample.Issue(content) with { Disclosures = [.. inputTree.DiscloseAll(), .. outputTree.DiscloseAll()] };
    }

    public static ReceiptId IdOf(Bundle bundle) => new(Digest.Sha256(bundle.Dsse.Payload.Span));
}
