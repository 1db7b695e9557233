using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>Whatever the settings: what was served is what anyone makes again from the receipt and its disclosures.</summary>
public sealed class SamplingReplayTests(TestNode node)
{
    private const string Tools = """[{"type":"function","function":{"name":"pay","parameters":{"type":"object","properties":{"to":{"enum":["alice","bob"]},"wei":{"type":"integer"}},"required":["to","wei"]}}}]""";
    private const string Schema = """{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"],"additionalProperties":false}}}""";

    [Theory]
    [InlineData("""{"temperature":1.3,"min_p":0.02,"presence_penalty":0.5,"frequency_penalty":-0.25,"repetition_penalty":1.1,"seed":7}""")]
    [InlineData("""{"temperature":0,"logit_bias":{"300":2.5,"17":-100},"logprobs":true,"top_logprobs":3}""")]
    [InlineData("""{"temperature":0.8,"logprobs":true,"response_format":{"type":"json_object"}}""")]
    [InlineData("""{"temperature":1,"response_format":SCHEMA}""")]
    [InlineData("""{"temperature":1.5,"grammar":"root ::= [a-z]{3,9} (\" \" [a-z]{1,5})? \".\""}""")]
    [InlineData("""{"temperature":1,"tools":TOOLS,"tool_choice":"required","max_tokens":60}""")]
    [InlineData("""{"temperature":1,"tools":TOOLS,"tool_choice":{"type":"function","function":{"name":"pay"}},"max_tokens":90}""")]
    [InlineData("""{"temperature":1,"tools":STRICT,"max_tokens":60}""")]
    [InlineData("""{"temperature":1,"tools":STRICT,"response_format":{"type":"json_object"},"max_tokens":30}""")]
    [InlineData("""{"temperature":1,"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"string","pattern":"^[a-z]{2,9}( [a-z]+)?$","maxLength":20}}}}""")]
    public async Task Replay_OfWhatWasServed_GivesEveryLeaf(string settings) => await RequireSameAsync(settings, "AQIDBAUGBwgJCgsMDQ4PEA");

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Replay_AnySettings_GivesEveryLeaf()
    {
        Gen<string> settings = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 10], Gen.Int[0, 50], Gen.Int[-20, 20], Gen.Int[1, 30], Gen.Bool, static (t, p, k, penalty, repetition, isHeld) =>
            $$"""{"temperature":{{Tenths(t)}},"top_p":{{Tenths(p)}},"top_k":{{k}},"min_p":{{Tenths(p)}},"presence_penalty":{{Tenths(penalty)}},"repetition_penalty":{{Tenths(repetition)}},"logprobs":{{(isHeld ? "true" : "false")}}{{(isHeld ? ",\"response_format\":SCHEMA" : "")}}}""");
        await settings.SampleAsync(one => RequireSameAsync(one, "AQ"), iter: 12, threads: 1);
    }

    [Fact]
    public async Task Complete_ForcedCall_IsACallThatFits()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", Body("""{"tools":TOOLS,"tool_choice":{"type":"function","function":{"name":"pay"}},"max_tokens":120}""", ""));

        JsonElement choice = (await TestNode.ReadJsonAsync(response)).GetProperty("choices")[0];
        JsonElement call = Assert.Single(choice.GetProperty("message").GetProperty("tool_calls").EnumerateArray()).GetProperty("function");
        JsonElement arguments = JsonDocument.Parse(call.GetProperty("arguments").GetString()!).RootElement;
        Assert.Equal(("pay", "tool_calls"), (call.GetProperty("name").GetString(), choice.GetProperty("finish_reason").GetString()));
        Assert.Contains(arguments.GetProperty("to").GetString(), new[] { "alice", "bob" });
        Assert.True(arguments.GetProperty("wei").TryGetInt64(out _));
    }

    [Theory]
    [InlineData(false, "alice")]
    [InlineData(true, "bob")]
    public async Task Complete_FreeCallOfAStrictFunction_HasArgumentsThatFit(bool isStrict, string payee)
    {
        string function = $$$"""{"name":"pay","description":"Pay an amount to a payee.","strict":{{{(isStrict ? "true" : "false")}}},"parameters":{"type":"object","properties":{"to":{"enum":["bob"]},"amount":{"type":"number"}},"required":["to","amount"]}}""";
        using HttpResponseMessage response = await node.PostJsonAsync(
            "/v1/chat/completions", $$$"""{"model":"tinychat","max_tokens":120,"messages":[{"role":"user","content":"Pay 20 to alice"}],"tools":[{"type":"function","function":{{{function}}}}]}""");

        JsonElement choice = (await TestNode.ReadJsonAsync(response)).GetProperty("choices")[0];
        JsonElement call = Assert.Single(choice.GetProperty("message").GetProperty("tool_calls").EnumerateArray()).GetProperty("function");
        Assert.Equal(payee, JsonDocument.Parse(call.GetProperty("arguments").GetString()!).RootElement.GetProperty("to").GetString());
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Replay_GrammarThatTakesForEver_EndsAtALimit()
    {
        (Receipt receipt, ImmutableArray<Disclosure> disclosures) = await ServeAndReadAsync("""{"temperature":1,"grammar":"root ::= [a-z]{3,9}"}""", "AQ");
        using OpenedModel model = ModelFile.Open(Path.Combine(SampleModels.Directory, "tinychat", "tinychat.gguf"));
        string letters = string.Concat(Enumerable.Range('a', 26).Select(static letter => $"\\\"{(char)letter}\\\"?"));
        byte[] hostile = System.Text.Encoding.UTF8.GetBytes($"\"root ::= {string.Concat(Enumerable.Repeat(letters, 300))} \\\"!\\\"\"");
        ImmutableArray<CommitmentLeaf> input = [.. Leaves(disclosures, CommitmentSide.Input).Select(leaf => leaf.Kind == LeafKind.Constraint ? leaf with { Content = hostile } : leaf)];

        Assert.Throws<WorkLimitException>(() => ChatReplay.Run(model, receipt.Content, input, CancellationToken.None));
    }

    [Fact]
    public async Task Stream_Logprobs_AreThoseOfTheWholeAnswer()
    {
        string body = Body("""{"logprobs":true,"top_logprobs":2,"max_tokens":12}""", "");
        using HttpResponseMessage whole = await node.PostJsonAsync("/v1/chat/completions", body);
        using HttpResponseMessage stream = await node.PostJsonAsync("/v1/chat/completions", body.TrimEnd('}') + ""","stream":true}""");

        JsonElement[] expected = [.. (await TestNode.ReadJsonAsync(whole)).GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").EnumerateArray()];
        string[] events = [.. (await stream.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(static text => text.StartsWith("data: ", StringComparison.Ordinal))];
        JsonElement[] told =
        [
            .. events[..^1].SelectMany(static text => JsonDocument.Parse(text["data: ".Length..]).RootElement.GetProperty("choices").EnumerateArray())
                .Select(static choice => choice.GetProperty("logprobs"))
                .Where(static logprobs => logprobs.ValueKind == JsonValueKind.Object)
                .SelectMany(static logprobs => logprobs.GetProperty("content").EnumerateArray()),
        ];
        Assert.Equal(expected.Select(static token => token.GetRawText()), told.Select(static token => token.GetRawText()));
        Assert.All(expected, static token => Assert.True(token.GetProperty("logprob").GetSingle() <= 0 && token.GetProperty("top_logprobs").GetArrayLength() == 2));
    }

    [Theory]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"string","format":"car"}}}}""", "response_format.json_schema.schema.format")]
    [InlineData("""{"grammar":"root ::= root"}""", "grammar")]
    [InlineData("""{"tools":STRICT,"grammar":"root ::= \"a\""}""", "grammar")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"string","pattern":"\\b"}}}}}]}""", "tools[0].function.parameters.properties.a.pattern")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","strict":1}}]}""", "tools[0].function.strict")]
    [InlineData("""{"tool_choice":"required"}""", "tool_choice")]
    [InlineData("""{"tools":TOOLS,"tool_choice":{"type":"function","function":{"name":"none"}}}""", "tool_choice.function.name")]
    [InlineData("""{"min_p":1.5}""", "min_p")]
    [InlineData("""{"logit_bias":{"x":1}}""", "logit_bias")]
    [InlineData("""{"logprobs":true,"top_logprobs":21}""", "top_logprobs")]
    public async Task Complete_WhatCannotBeHonoured_IsNamed(string settings, string param)
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", Body(settings, ""));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(param, (await TestNode.ReadJsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Complete_SampledWithNonce_NamesTheOneDrawOfTheNodesKey()
    {
        (Receipt first, VerificationReport report) = await ServeAsync("""{"temperature":1}""", "AQIDBAUGBwg");
        (Receipt again, _) = await ServeAsync("""{"temperature":1}""", "AQIDBAUGBwg");
        (Receipt greedy, _) = await ServeAsync("""{"temperature":0}""", "AQIDBAUGBwg");
        (Receipt withoutNonce, _) = await ServeAsync("""{"temperature":1}""", "");

        Assert.Equal(first.Content.Draw, again.Content.Draw);
        Assert.Equal(first.Content.Output.Leaves, again.Content.Output.Leaves);
        Assert.Equal(node.Node.Keys.Draw.PublicKey.Id, first.Content.Draw!.KeyId);
        Assert.Equal(VerificationCode.Ok, report.Rows.Single(static row => row.Kind == RowKind.Draw).Code);
        Assert.Null(greedy.Content.Draw);
        Assert.Null(withoutNonce.Content.Draw);
    }

    private async Task RequireSameAsync(string settings, string nonce)
    {
        (Receipt receipt, ImmutableArray<Disclosure> disclosures) = await ServeAndReadAsync(settings, nonce);
        using OpenedModel model = ModelFile.Open(Path.Combine(SampleModels.Directory, "tinychat", "tinychat.gguf"));

        ChatReplay replay = ChatReplay.Run(model, receipt.Content, Leaves(disclosures, CommitmentSide.Input), CancellationToken.None);

        Assert.Equal(Show(Leaves(disclosures, CommitmentSide.Input)), Show(replay.Input));
        Assert.Equal(Show(Leaves(disclosures, CommitmentSide.Output)), Show(replay.Output));
        Assert.Equal((receipt.Content.Finish, receipt.Content.Trace, receipt.Content.Usage), (replay.Finish, replay.Trace, replay.Usage));
    }

    private async Task<(Receipt Receipt, VerificationReport Report)> ServeAsync(string settings, string nonce)
    {
        (Receipt receipt, _) = await ServeAndReadAsync(settings, nonce);
        return (receipt, await node.VerifyAsync(receipt.Id.ToString()));
    }

    private async Task<(Receipt Receipt, ImmutableArray<Disclosure> Disclosures)> ServeAndReadAsync(string settings, string nonce)
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", Body(settings, nonce));
        JsonElement body = await TestNode.ReadJsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, body.GetRawText());
        string id = body.GetProperty("receipt").GetProperty("id").GetString()!;
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{id}"), out Bundle? bundle, out _));
        Assert.True(Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _));
        return (receipt, bundle.Disclosures);
    }

    private static string Body(string settings, string nonce) =>
        $$"""{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"receipt":{"include":true,"nonce":"{{nonce}}"},"""
        + (settings.Contains("max_tokens", StringComparison.Ordinal) ? "" : "\"max_tokens\":24,")
        + settings[1..].Replace("SCHEMA", Schema, StringComparison.Ordinal).Replace("TOOLS", Tools, StringComparison.Ordinal)
            .Replace("STRICT", Tools.Replace("\"name\"", "\"strict\":true,\"name\"", StringComparison.Ordinal), StringComparison.Ordinal);

    private static ImmutableArray<CommitmentLeaf> Leaves(ImmutableArray<Disclosure> disclosures, CommitmentSide side) =>
        [.. disclosures.Where(disclosure => disclosure.Side == side).OrderBy(static disclosure => disclosure.Index).Select(static disclosure => disclosure.Leaf)];

    private static string[] Show(ImmutableArray<CommitmentLeaf> leaves) =>
        [.. leaves.Select(static leaf => $"{leaf.Kind} {leaf.Label} {Convert.ToHexString(leaf.Content.Span)}")];

    private static string Tenths(int tenths) => (tenths / 10m).ToString(CultureInfo.InvariantCulture);
}
