using System.Collections.Immutable;
using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>A client holds its request against the receipt: the same in every API, and every difference is named.</summary>
public sealed class RequestComparisonTests(TestNode node)
{
    private const string Chat = """{"model":"tinychat","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What is 12 + 30?"}],"temperature":0.5,"seed":7,"stop":["zzz"],"max_tokens":9,"receipt":{"nonce":"AQID"}}""";

    [Theory]
    [InlineData("/v1/chat/completions", Chat)]
    [InlineData("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"Pay"}],"tools":[{"type":"function","function":{"name":"pay"}}],"parallel_tool_calls":false,"logit_bias":{"9":1}}""")]
    [InlineData("/v1/completions", """{"model":"tinychat","prompt":"one two"}""")]
    [InlineData("/v1/completions", """{"model":"tinychat","prompt":[5,6,7],"max_tokens":3}""")]
    [InlineData("/v1/responses", """{"model":"tinychat","input":"What is 12 + 30?","instructions":"Be brief.","top_p":0.5}""")]
    [InlineData("/v1/messages", """{"model":"tinychat","system":"Be brief.","messages":[{"role":"user","content":"What is 12 + 30?"}],"max_tokens":9}""")]
    [InlineData("/v1/messages", """{"model":"tinychat","messages":[{"role":"user","content":"Pay"}],"max_tokens":9,"tools":[{"name":"pay","input_schema":{"type":"object"}}]}""")]
    public async Task Run_OwnRequest_FindsNoDifference(string path, string body)
    {
        (ReceiptContent receipt, ImmutableArray<Disclosure> disclosures) = await ServeAsync(path, body);

        Assert.Empty(RequestComparison.Run(Encoding.UTF8.GetBytes(body), receipt, disclosures));
    }

    [Theory]
    [InlineData("\"temperature\":0.5", "\"temperature\":0.4", "temperature: the request says 0.4, the receipt 0.5.")]
    [InlineData("\"seed\":7", "\"seed\":8", "seed: the request says 8, the receipt 7.")]
    [InlineData("\"max_tokens\":9", "\"max_tokens\":90", "maxTokens: the request says 90, the receipt 9.")]
    [InlineData("\"max_tokens\":9", "\"max_tokens\":9,\"min_p\":0.1", "minP: the request says 0.1, the receipt nothing.")]
    [InlineData("AQID", "AQIE", "nonce: the request says 010204, the receipt 010203.")]
    [InlineData("Be brief.", "Be long.", "message 0: the disclosed part is not what the request says.")]
    [InlineData("12 + 30", "12 + 31", "message 1: the disclosed part is not what the request says.")]
    [InlineData("{\"role\":\"system\",\"content\":\"Be brief.\"},", "", "input: the request has 2 parts, the receipt 3.")]
    public async Task Run_AnotherRequest_NamesTheDifference(string sent, string claimed, string expected)
    {
        (ReceiptContent receipt, ImmutableArray<Disclosure> disclosures) = await ServeAsync("/v1/chat/completions", Chat);

        ImmutableArray<string> differences = RequestComparison.Run(Encoding.UTF8.GetBytes(Chat.Replace(sent, claimed, StringComparison.Ordinal)), receipt, disclosures);

        Assert.Equal(expected, differences[0]);
    }

    [Fact]
    public async Task Run_PartIsNotDisclosed_SaysSo()
    {
        (ReceiptContent receipt, ImmutableArray<Disclosure> disclosures) = await ServeAsync("/v1/chat/completions", Chat);

        Assert.Equal(
            ["message 1: the bundle does not disclose it."],
            RequestComparison.Run(Encoding.UTF8.GetBytes(Chat), receipt, disclosures.RemoveAll(static disclosure => disclosure.Index == 1)));
    }

    [Fact]
    public async Task Run_ReceiptOfATensorModel_IsRefused()
    {
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{await node.InferAsync()}"), out Bundle? bundle, out _));
        Assert.True(Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _));

        Assert.Equal("receipt", Assert.Throws<InvalidInputException>(() => RequestComparison.Run(Encoding.UTF8.GetBytes(Chat), receipt.Content, [])).Subject);
    }

    private async Task<(ReceiptContent Receipt, ImmutableArray<Disclosure> Disclosures)> ServeAsync(string path, string body)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(path, body, ("Inference-Receipt", "?1"), ("anthropic-version", "2023-06-01"));
        string id = (await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!;
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{id}"), out Bundle? bundle, out _));
        Assert.True(Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _));
        return (receipt.Content, bundle.Disclosures);
    }
}
