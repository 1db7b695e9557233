using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>A client that wants one call at most, of a model that would go on calling: in every API, and when it is made again.</summary>
public sealed class OneCallTests(TestNode node)
{
    private const string Tool = """{"name":"pay","SCHEMA":{"type":"object","properties":{"to":{"enum":["a"]}},"required":["to"],"additionalProperties":false}}""";

    private static readonly string Function = $$"""{"type":"function","function":{{Tool.Replace("SCHEMA", "parameters", StringComparison.Ordinal)}}}""";

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("", 2)]
    [InlineData(",\"parallel_tool_calls\":true", 2)]
    [InlineData(",\"parallel_tool_calls\":false", 1)]
    public async Task Chat_ModelThatGoesOnCalling_CallsAsOftenAsTheClientAllows(string setting, int least)
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", ChatBody(setting));

        JsonElement answer = await TestNode.ReadJsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.GetRawText());
        JsonElement choice = answer.GetProperty("choices")[0];
        int count = choice.GetProperty("message").TryGetProperty("tool_calls", out JsonElement calls) ? calls.GetArrayLength() : 0;
        if (least == 1)
            Assert.Equal((1, "tool_calls"), (count, choice.GetProperty("finish_reason").GetString()));
        else
            Assert.NotEqual(1, count); // two or more, or cut off in the middle of one
    }

    [Fact]
    public async Task Replay_OfOneCall_GivesEveryLeaf()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", ChatBody(",\"parallel_tool_calls\":false"), ("Inference-Receipt", "?1"));
        string id = (await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!;
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{id}"), out Bundle? bundle, out _));
        Assert.True(Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _));
        ImmutableArray<CommitmentLeaf> input = Leaves(bundle, CommitmentSide.Input);
        using OpenedModel model = ModelFile.Open(Path.Combine(SampleModels.Directory, "tinychat", "tinychat.gguf"));

        ChatReplay replay = ChatReplay.Run(model, receipt.Content, input, CancellationToken.None);

        Assert.Equal(["tool_choice", "parallel_tool_calls"], input.Where(static leaf => leaf.Kind == LeafKind.Constraint).Select(static leaf => leaf.Label));
        Assert.Equal(Show(input), Show(replay.Input));
        Assert.Equal(Show(Leaves(bundle, CommitmentSide.Output)), Show(replay.Output));
        Assert.Equal((receipt.Content.Finish, receipt.Content.Trace), (replay.Finish, replay.Trace));
    }

    [Fact]
    public async Task Responses_ParallelCallsForbidden_SaysSoAndCallsOnce()
    {
        string tool = Tool.Replace("SCHEMA", "parameters", StringComparison.Ordinal).Insert(1, "\"type\":\"function\",");
        using HttpResponseMessage response = await node.PostJsonAsync(
            "/v1/responses", $$"""{"model":"tinychat","input":"Pay","tools":[{{tool}}],"tool_choice":"required","parallel_tool_calls":false,"temperature":1.5}""");

        JsonElement answer = await TestNode.ReadJsonAsync(response);
        Assert.False(answer.GetProperty("parallel_tool_calls").GetBoolean());
        Assert.Equal("function_call", Assert.Single(answer.GetProperty("output").EnumerateArray()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Messages_ParallelUseDisabled_UsesOnce()
    {
        string tool = Tool.Replace("SCHEMA", "input_schema", StringComparison.Ordinal);
        using HttpResponseMessage response = await node.PostJsonAsync(
            "/v1/messages",
            $$"""{"model":"tinychat","max_tokens":400,"messages":[{"role":"user","content":"Pay"}],"tools":[{{tool}}],"tool_choice":{"type":"any","disable_parallel_tool_use":true},"temperature":1}""",
            ("anthropic-version", "2023-06-01"));

        JsonElement answer = await TestNode.ReadJsonAsync(response);
        Assert.Equal("tool_use", Assert.Single(answer.GetProperty("content").EnumerateArray()).GetProperty("type").GetString());
        Assert.Equal("tool_use", answer.GetProperty("stop_reason").GetString());
    }

    /// <summary>The model may not end its turn, so it calls until its tokens are used up.</summary>
    private string ChatBody(string setting)
    {
        string bias = string.Join(',', node.Node.Services.Models.Get("tinychat").RequireChat().EndTokens.Select(static token => string.Create(CultureInfo.InvariantCulture, $"\"{token}\":-100")));
        return new StringBuilder($$"""{"model":"tinychat","messages":[{"role":"user","content":"Pay"}],"max_tokens":400,"temperature":0,"logit_bias":{ {{bias}} },""")
            .Append($$""" "tools":[{{Function}}],"tool_choice":"required"{{setting}}}""").ToString();
    }

    private static ImmutableArray<CommitmentLeaf> Leaves(Bundle bundle, CommitmentSide side) =>
        [.. bundle.Disclosures.Where(disclosure => disclosure.Side == side).OrderBy(static disclosure => disclosure.Index).Select(static disclosure => disclosure.Leaf)];

    private static string[] Show(ImmutableArray<CommitmentLeaf> leaves) =>
        [.. leaves.Select(static leaf => $"{leaf.Kind} {leaf.Label} {Convert.ToHexString(leaf.Content.Span)}")];
}
