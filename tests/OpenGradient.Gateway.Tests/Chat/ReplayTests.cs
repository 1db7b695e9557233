using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>The receipt of an answer of every API leads to the same answer again, bit for bit.</summary>
public sealed class ReplayTests(TestNode node)
{
    private const string Pay = """{"type":"object","properties":{"to":{"type":"string"},"amount":{"type":"number","default":1.50}},"required":["to","amount"]}""";

    public static TheoryData<string, string> Requests => new()
    {
        { "/v1/chat/completions", """{"messages":[{"role":"user","content":"What is 12 + 30?"}],"temperature":1.5,"stop":["9"],"max_tokens":9}""" },
        { "/v1/chat/completions", $$"""{"messages":[{"role":"user","content":"Pay 20 to alice"}],"tools":[{"type":"function","function":{"name":"pay","parameters":{{Pay}} } }]}""" },
        { "/v1/completions", """{"prompt":"<|im_start|>user\nWhat is 12 + 30?<|im_end|>\n<|im_start|>assistant\n","stop":["2"]}""" },
        { "/v1/completions", """{"prompt":"Zwei \u00e9\ud83d\ude00","temperature":3,"echo":true,"min_p":0.01,"presence_penalty":0.5}""" },
        { "/v1/completions", """{"prompt":[7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40],"max_tokens":40,"temperature":2}""" },
        { "/v1/responses", """{"instructions":"Be brief.","input":[{"role":"user","content":"What is 12 + 30?"}],"max_output_tokens":4}""" },
        { "/v1/responses", """{"input":"What is 12 + 30?","text":{"format":{"type":"json_schema","name":"a","schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}}},"max_output_tokens":30}""" },
        { "/v1/responses", $$"""{"input":"Pay 20 to alice","tools":[{"type":"function","name":"pay","description":"Pay \u00e9","strict":false,"parameters":{{Pay}}}]}""" },
        { "/v1/messages", """{"max_tokens":30,"system":[{"type":"text","text":"Be brief."}],"messages":[{"role":"user","content":"What is 12 + 30?"}],"stop_sequences":["4"]}""" },
        { "/v1/messages", """{"max_tokens":60,"messages":[{"role":"user","content":"Hello"}],"tool_choice":{"type":"tool","name":"pay"},"tools":[{"name":"pay","input_schema":{"type":"object","properties":{"to":{"type":"string"}},"required":["to"]}}]}""" },
        { "/v1/messages", $$"""{"max_tokens":60,"messages":[{"role":"user","content":"Pay 20 to alice"}],"tools":[{"name":"pay","input_schema":{{Pay}}}]}""" },
        { "/v1/messages", """{"max_tokens":30,"messages":[{"role":"user","content":"Pay"},{"role":"assistant","content":[{"type":"text","text":"So"},{"type":"tool_use","id":"a","name":"pay","input":{"amount":2.50}},{"type":"tool_use","id":"b","name":"pay","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"ok"},{"type":"tool_result","tool_use_id":"b","is_error":true},{"type":"text","text":"And?"}]}]}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Run_ReceiptOfAnyApi_GivesTheSameLeaves(string path, string json)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(path, json.Insert(1, "\"model\":\"tinychat\","), ("Inference-Receipt", "?1"));
        JsonElement body = await TestNode.ReadJsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, body.ToString());

        AssertReplays(body.GetProperty("receipt").GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task Run_EachOfSeveralAnswers_GivesItsOwnLeaves()
    {
        const string Json = """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"n":3,"temperature":1.5,"seed":7,"max_tokens":9}""";

        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", Json, ("Inference-Receipt", "?1"));

        JsonElement receipts = (await TestNode.ReadJsonAsync(response)).GetProperty("receipts");
        Assert.Equal(3, receipts.GetArrayLength());
        foreach (JsonElement receipt in receipts.EnumerateArray())
            AssertReplays(receipt.GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task Run_OtherRawPromptThanTheTokens_DoesNotGiveTheLeaves()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/completions", """{"model":"tinychat","prompt":"one","max_tokens":2}""", ("Inference-Receipt", "?1"));
        StoredReceipt stored = Find((await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!);
        Assert.Equal(LeafKind.Prompt, stored.InputLeaves[0].Kind);

        ChatReplay replay = Replay(stored, stored with { InputLeaves = stored.InputLeaves.SetItem(0, new(LeafKind.Prompt, "", "two"u8.ToArray())) });

        Assert.NotEqual(Describe(stored.InputLeaves), Describe(replay.Input));
    }

    private void AssertReplays(string id)
    {
        StoredReceipt stored = Find(id);
        Assert.True(Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _));

        ChatReplay replay = Replay(stored, stored);

        Assert.Equal(Describe(stored.InputLeaves), Describe(replay.Input));
        Assert.Equal(Describe(stored.OutputLeaves), Describe(replay.Output));
        Assert.Equal((receipt.Content.Trace, receipt.Content.Usage, receipt.Content.Finish), (replay.Trace, replay.Usage, replay.Finish));
    }

    private ChatReplay Replay(StoredReceipt stored, StoredReceipt disclosed)
    {
        Assert.True(Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _));
        using OpenedModel model = node.Node.Models.Open(node.Node.Models.Find("tinychat")!.Manifest);
        return ChatReplay.Run(model, receipt.Content, disclosed.InputLeaves, CancellationToken.None);
    }

    private StoredReceipt Find(string id)
    {
        Assert.True(ReceiptId.TryParse(id, out ReceiptId parsed));
        return node.Node.Services.Receipts.Find(parsed)!;
    }

    private static string[] Describe(IEnumerable<CommitmentLeaf> leaves) =>
        [.. leaves.Select(static leaf => $"{leaf.Kind} {leaf.Label} {Convert.ToHexString(leaf.Content.Span)}")];
}
