using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenGradient.Verification;

namespace OpenGradient.Proxy.Tests;

/// <summary>Whatever a node, or somebody before it, does to an answer: nothing false is released, and the reason is told.</summary>
public sealed class LieTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private const string Chat = """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""";
    private const string LongStream = """{"model":"tinychat","stream":true,"max_tokens":110,"prompt":"1 2 3","grammar":"root ::= [0-9]{120}"}""";
    private const string ChatStream = """{"model":"tinychat","stream":true,"messages":[{"role":"user","content":"What is 12 + 30?"}]}""";

    public static TheoryData<string, string> Honest => new()
    {
        { "/v1/chat/completions", Chat },
        { "/v1/chat/completions", ChatStream },
        { "/v1/completions", """{"model":"tinychat","prompt":"1 + 1","max_tokens":4,"n":2,"temperature":1}""" },
        { "/v1/completions", """{"model":"tinychat","prompt":"1 + 1","max_tokens":4,"n":2,"temperature":1,"stream":true}""" },
        { "/v1/completions", """{"model":"tinychat","prompt":"1 + 1","max_tokens":4,"echo":true}""" },
        { "/v1/responses", """{"model":"tinychat","input":"What is 12 + 30?"}""" },
        { "/v1/responses", """{"model":"tinychat","input":"What is 12 + 30?","stream":true}""" },
        { "/v1/messages", """{"model":"tinychat","max_tokens":32,"messages":[{"role":"user","content":"What is 12 + 30?"}]}""" },
        { "/v1/messages", """{"model":"tinychat","max_tokens":32,"stream":true,"messages":[{"role":"user","content":"What is 12 + 30?"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Honest))]
    public async Task Post_HonestNode_IsReleasedAndItsBundleKept(string path, string body)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);

        (int status, string answer) = await proxy.PostAsync(path, body);

        Assert.True(status == 200, $"{status} {answer}");
        Assert.DoesNotContain("evidence_refused", answer, StringComparison.Ordinal);
        string[] kept = Directory.GetFiles(proxy.Store);
        Assert.Equal(body.Contains("\"n\":2", StringComparison.Ordinal) ? 2 : 1, kept.Length);
        foreach (string file in kept)
            Assert.True(BundleVerifier.Verify(await File.ReadAllBytesAsync(file), Policy.Default, DateTimeOffset.UtcNow.ToUnixTimeSeconds()).Accepted);
    }

    [Fact]
    public async Task Post_TextThatWasChanged_IsRefused() =>
        await AssertRefusedAsync(Chat, "changed it on the way", answer: static body => body.Replace("\"content\":\"12 + 30 = 42\"", "\"content\":\"12 + 30 = 43\"", StringComparison.Ordinal));

    [Fact]
    public async Task Post_TextInAMemberThatNobodyCompares_IsRefused() =>
        await AssertRefusedAsync(Chat, "reasoning", answer: static body => body.Replace("\"refusal\":null", "\"reasoning\":\"send all your money\"", StringComparison.Ordinal));

    [Fact]
    public async Task Post_WithoutReceipt_IsRefused() =>
        await AssertRefusedAsync(Chat, "no receipt", answer: static body => body.Replace("\"receipt\":", "\"receipd\":", StringComparison.Ordinal));

    /// <summary>Who may keep answers back chooses among them.</summary>
    [Fact]
    public async Task Post_FewerAnswersThanAskedFor_IsRefused() => await AssertRefusedAsync(
        Chat.Replace("{\"model\"", "{\"n\":2,\"temperature\":1,\"model\"", StringComparison.Ordinal),
        "asked for 2 answers, and there are 1",
        answer: static body =>
        {
            JsonNode whole = JsonNode.Parse(body)!;
            whole["choices"]!.AsArray().RemoveAt(1);
            whole["receipts"]!.AsArray().RemoveAt(1);
            return whole.ToJsonString();
        });

    [Fact]
    public async Task Post_EchoOfAnotherPrompt_IsRefused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.ChangeAnswer = static (path, body) => path.Contains("receipts", StringComparison.Ordinal) ? body : body.Replace("\"text\":\"1 + 1", "\"text\":\"1 + 2", StringComparison.Ordinal);

        (int status, string answer) = await proxy.PostAsync("/v1/completions", """{"model":"tinychat","prompt":"1 + 1","max_tokens":4,"echo":true}""");

        Assert.Equal(502, status);
        Assert.Contains("does not begin with the prompt", answer, StringComparison.Ordinal);
    }

    /// <summary>Segments commit to answers, not to echoes: what could not be verified is not paid for.</summary>
    [Fact]
    public async Task Post_StreamWithEcho_AsksNothing()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);

        (int status, string answer) = await proxy.PostAsync("/v1/completions", """{"model":"tinychat","prompt":"1 + 1","max_tokens":4,"echo":true,"stream":true}""");

        Assert.Equal(502, status);
        Assert.Contains("nothing was asked", answer, StringComparison.Ordinal);
        Assert.Empty(proxy.Liar.Authorizations);
    }

    [Fact]
    public async Task Post_AnotherPromptThanSent_IsRefused() =>
        await AssertRefusedAsync(Chat, "not about the request", request: static body => body.Replace("12 + 30", "12 + 31", StringComparison.Ordinal));

    [Fact]
    public async Task Post_HotterThanAsked_IsRefused() =>
        await AssertRefusedAsync(Chat, "temperature", request: static body => body.Replace("{\"receipt\"", "{\"temperature\":1,\"receipt\"", StringComparison.Ordinal));

    [Fact]
    public async Task Post_ReplayedAnswer_IsRefused()
    {
        string? first = null;
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.ChangeAnswer = (path, body) => path.Contains("receipts", StringComparison.Ordinal) ? body : first ??= body;

        Assert.Equal(200, (await proxy.PostAsync("/v1/chat/completions", Chat)).Status);
        (int status, string answer) = await proxy.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(502, status);
        Assert.Contains("nonce", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_BundleOfAnotherReceipt_IsRefused()
    {
        string? first = null;
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.ChangeAnswer = (path, body) => path.Contains("receipts", StringComparison.Ordinal) ? first ??= body : body;

        Assert.Equal(200, (await proxy.PostAsync("/v1/chat/completions", Chat)).Status);
        (int status, string answer) = await proxy.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(502, status);
        Assert.Contains("not that of the answer's receipt", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions", Chat)]
    [InlineData("/v1/chat/completions", """{"n":2,"temperature":1,"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""")]
    [InlineData("/v1/messages", """{"model":"tinychat","max_tokens":16,"messages":[{"role":"user","content":"What is 12 + 30?"}]}""")]
    public async Task Post_BundlesThatTheAnswerBrings_AreVerifiedKeptAndNotPassedOn(string path, string body)
    {
        bool wasFetched = false;
        string brought = "";
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.BringsBundles = true;
        proxy.Liar.ChangeAnswer = (asked, text) =>
        {
            wasFetched |= asked.Contains("receipts", StringComparison.Ordinal);
            return brought = text;
        };

        (int status, string answer) = await proxy.PostAsync(path, body);

        Assert.Equal(200, status);
        Assert.False(wasFetched);
        Assert.Contains("\"bundle\":{", brought, StringComparison.Ordinal);
        JsonNode expected = JsonNode.Parse(brought)!;
        foreach (JsonNode? receipt in expected["receipts"]?.AsArray().ToArray() ?? [expected["receipt"]])
        {
            Assert.True(File.Exists(Path.Combine(proxy.Store, $"{receipt!["id"]}.json")));
            receipt.AsObject().Remove("bundle");
        }

        Assert.Equal(expected.ToJsonString(), JsonNode.Parse(answer)!.ToJsonString());
    }

    [Fact]
    public async Task Post_BroughtBundleOfAnotherReceipt_IsRefused()
    {
        string? first = null;
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.BringsBundles = true;
        proxy.Liar.ChangeAnswer = (_, text) =>
        {
            JsonNode body = JsonNode.Parse(text)!;
            first ??= body["receipt"]!["bundle"]!.ToJsonString();
            body["receipt"]!["bundle"] = JsonNode.Parse(first);
            return body.ToJsonString();
        };

        Assert.Equal(200, (await proxy.PostAsync("/v1/chat/completions", Chat)).Status);
        (int status, string answer) = await proxy.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(502, status);
        Assert.Contains("not that of the answer's receipt", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_IssuerThatThePolicyDoesNotList_IsRefused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture, Policy.Default with { Issuers = [] });

        (int status, string answer) = await proxy.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(502, status);
        Assert.Contains("issuers", answer, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(proxy.Store));
    }

    /// <summary>An agent that wants to move money asks more of an answer than one that chats.</summary>
    [Fact]
    public async Task Post_PurposeWithoutARule_AsksNothing()
    {
        Assert.True(Policy.TryParse("""{"rules":[{"for":"chat"},{"for":"transfer","upTo":"100"}]}"""u8, out Policy? policy, out _));
        await using TestProxy proxy = await TestProxy.StartAsync(fixture, policy, new Purpose("chat"));

        Assert.Equal(200, (await proxy.PostAsync("/v1/chat/completions", Chat)).Status);
        Assert.Equal(200, (await proxy.PostAsync("/v1/chat/completions", Chat, ("Inference-Purpose", "transfer; amount=100"))).Status);
        (int status, string answer) = await proxy.PostAsync("/v1/chat/completions", Chat, ("Inference-Purpose", "transfer; amount=101"));
        Assert.Equal(502, status);
        Assert.Contains("no rule", answer, StringComparison.Ordinal);
        Assert.Equal(400, (await proxy.PostAsync("/v1/chat/completions", Chat, ("Inference-Purpose", "transfer; 100"))).Status);
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages/count_tokens")]
    public async Task Post_NodeThatKeepsItWaiting_IsRefusedWithWhatToDo(string path)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture, answerTime: TimeSpan.FromMilliseconds(50));
        proxy.Liar.Delay = TimeSpan.FromMinutes(1);

        (int status, string answer) = await proxy.PostAsync(path, Chat);

        Assert.Equal(502, status);
        Assert.Contains("ask again", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_RefusalOfTheNode_IsPassedOn()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);

        (int status, string answer) = await proxy.PostAsync("/v1/chat/completions", """{"model":"nobody","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal(404, status);
        Assert.Contains("nobody", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_EndpointThatBringsNoEvidence_IsNotThere()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);

        Assert.Equal(404, (await proxy.PostAsync("/hub/models", "{}")).Status);
    }

    public static TheoryData<string, Func<string, string>> StreamLies => new()
    {
        { "a character changed", static body => ReplaceSecond(body, "\"delta\":{\"content\":\"", "\"delta\":{\"content\":\"4") },
        { "a chunk dropped", static body => DropLine(body, static line => line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains("\"content\":\" = ", StringComparison.Ordinal) || line.Contains("\"content\":\"=", StringComparison.Ordinal) || line.Contains("\"content\":\" =\"", StringComparison.Ordinal)) },
        { "segments dropped", static body => DropLine(body, static line => line.StartsWith(": og-segment", StringComparison.Ordinal)) },
        { "head dropped", static body => DropLine(body, static line => line.StartsWith(": og-head", StringComparison.Ordinal)) },
        { "cut", static body => body[..(body.Length * 2 / 3)] },
        { "receipt dropped", static body => DropLine(body, static line => line.Contains("\"receipt\"", StringComparison.Ordinal)) },
        { "words behind the end", static body => body + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"and send money\"}}]}\n\n" },
        { "an unknown event", static body => body.Replace("data: [DONE]", "event: surprise\ndata: {\"type\":\"surprise\"}\n\ndata: [DONE]", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(StreamLies))]
    public async Task Post_StreamThatWasMeddledWith_ReleasesNothingFalseAndNoEnd(string lie, Func<string, string> change)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        string? honest = null;
        proxy.Liar.ChangeAnswer = (path, body) => path.Contains("receipts", StringComparison.Ordinal) ? body : change(honest = body);

        (int status, string answer) = await proxy.PostAsync("/v1/chat/completions", ChatStream);

        Assert.NotEqual(honest, change(honest!));
        Assert.True(status == 502 || answer.Contains("evidence_refused", StringComparison.Ordinal), $"{lie}: {answer}");
        Assert.DoesNotContain("[DONE]", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("money", answer, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(proxy.Store));
    }

    /// <summary>A policy that asks for more than the issuer's word holds all of a stream back until it is there.</summary>
    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 502)]
    public async Task Post_StreamUnderAPolicyThatAsksForReexecution_WaitsForIt(bool isConfirmed, int expected)
    {
        Assert.True(Policy.TryParse("""{"require":["signature","re-execution"]}"""u8, out Policy? policy, out _));
        int calls = 0;
        await using TestProxy proxy = await TestProxy.StartAsync(fixture, policy, reexecute: _ =>
        {
            calls++;
            return new ReexecutionResult(isConfirmed ? ReexecutionCode.Ok : ReexecutionCode.OutputMismatch, "As the test says.");
        });

        (int status, string answer) = await proxy.PostAsync("/v1/chat/completions", ChatStream);

        Assert.Equal((1, expected), (calls, status));
        Assert.Equal(isConfirmed, answer.Contains("42", StringComparison.Ordinal));
    }

    /// <summary>Of a long stream the first segments are released, the changed one and all behind it are not.</summary>
    [Fact]
    public async Task Post_LongStreamChangedInItsThirdSegment_ReleasesTheFirstTwo()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.ChangeAnswer = static (path, answer) => path.Contains("receipts", StringComparison.Ordinal) ? answer : ChangeBehindSegments(answer, 2);

        (int status, string answer) = await proxy.PostAsync("/v1/completions", LongStream);

        Assert.True(status == 200, $"{status} {answer}");
        Assert.Equal(2, Regex.Count(answer, "^: og-segment ", RegexOptions.Multiline));
        Assert.DoesNotContain("MEDDLED", answer, StringComparison.Ordinal);
        Assert.Contains("evidence_refused", answer, StringComparison.Ordinal);
    }

    private static string ChangeBehindSegments(string body, int count)
    {
        int place = 0;
        for (int index = 0; index < count; index++)
            place = body.IndexOf(": og-segment ", place + 1, StringComparison.Ordinal);
        Assert.True(place > 0, "the stream has too few segments");
        int text = body.IndexOf("\"text\":\"", place, StringComparison.Ordinal);
        Assert.True(text > 0, "nothing is shown behind them");
        return body.Insert(text + "\"text\":\"".Length, "MEDDLED");
    }

    private async Task AssertRefusedAsync(string body, string reason, Func<string, string>? request = null, Func<string, string>? answer = null)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        bool isChanged = false;
        string Change(string text, Func<string, string>? change)
        {
            string changed = change?.Invoke(text) ?? text;
            isChanged |= changed != text;
            return changed;
        }

        proxy.Liar.ChangeRequest = text => Change(text, request);
        proxy.Liar.ChangeAnswer = (path, text) => path.Contains("receipts", StringComparison.Ordinal) ? text : Change(text, answer);

        (int status, string released) = await proxy.PostAsync("/v1/chat/completions", body);

        Assert.True(isChanged, "the lie changed nothing");
        Assert.Equal(502, status);
        Assert.Contains(reason, released, StringComparison.Ordinal);
        Assert.Contains("evidence_refused", released, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(proxy.Store));
    }

    private static string ReplaceSecond(string body, string old, string replacement)
    {
        int place = body.IndexOf(old, body.IndexOf(old, StringComparison.Ordinal) + 1, StringComparison.Ordinal);
        return body[..place] + replacement + body[(place + old.Length)..];
    }

    private static string DropLine(string body, Func<string, bool> drop) => string.Join('\n', body.Split('\n').Where(line => !drop(line)));
}
