using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.OpenAi;

public sealed class CompletionTests(TestNode node)
{
    private const string Path = "/v1/completions";

    [Fact]
    public async Task Complete_RenderedChat_ContinuesAsTheChatDoes()
    {
        using HttpResponseMessage chat = await node.PostJsonAsync("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""");

        using HttpResponseMessage response = await node.PostJsonAsync(
            Path, """{"model":"tinychat","prompt":"<|im_start|>user\nWhat is 12 + 30?<|im_end|>\n<|im_start|>assistant\n","max_tokens":40}""");

        JsonElement completion = await TestNode.ReadJsonAsync(response);
        JsonElement whole = await TestNode.ReadJsonAsync(chat);
        Assert.Equal(whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), completion.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.Equal(whole.GetProperty("usage").ToString(), completion.GetProperty("usage").ToString());
    }

    [Fact]
    public async Task Complete_Receipt_IsListedAsACompletion()
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, """{"model":"tinychat","prompt":"one","max_tokens":1}""", ("Inference-Receipt", "?1"));

        string id = (await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!;
        JsonElement list = JsonDocument.Parse(await node.Http.GetStringAsync("/v1/receipts?limit=200")).RootElement;
        Assert.Equal("completion", list.EnumerateArray().Single(receipt => receipt.GetProperty("id").GetString() == id).GetProperty("kind").GetString());
        Assert.True((await node.VerifyAsync(id)).Accepted);
    }

    [Theory]
    [InlineData("""{"model":"tinychat","prompt":[1000000]}""", "prompt[0]")]
    [InlineData("""{"model":"tinychat","prompt":""}""", "prompt")]
    [InlineData("""{"model":"tinychat","prompt":"x","temperature":-1}""", "temperature")]
    public async Task Complete_BadRequest_NamesTheParameter(string json, string param)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, json);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(param, (await TestNode.ReadJsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Respond_InputLongerThanTheContext_Answers400()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/responses", $$"""{"model":"tinychat","input":"{{new string('7', 20_000)}}"}""");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("input", (await TestNode.ReadJsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }
}
