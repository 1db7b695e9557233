using System.Text;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Gating;

/// <summary><c>POST /v1/verify</c>: the verdict of a node's policy on a bundle, with each demand.</summary>
public sealed class VerifyEndpointTests(TestNode node, GatedNode gate) : IClassFixture<GatedNode>
{
    [Theory]
    [InlineData("chat", true)]
    [InlineData("transfer; amount=20", true)]
    [InlineData("transfer; amount=250", false)]
    [InlineData(null, false)]
    public async Task Verify_Bundle_IsJudgedByTheNodesPolicyForThePurpose(string? purpose, bool isAccepted)
    {
        JsonElement verdict = await VerifyAsync(await BundleAsync(), purpose);

        Assert.Equal(isAccepted, verdict.GetProperty("accepted").GetBoolean());
        Assert.Equal("node", verdict.GetProperty("policy").GetString());
        Assert.Equal(isAccepted ? 0 : 3, verdict.GetProperty("report").GetProperty("exitCode").GetInt32());
        Assert.Equal(isAccepted, verdict.GetProperty("demands").EnumerateArray().All(static demand => demand.GetProperty("met").GetBoolean()));
    }

    [Fact]
    public async Task Verify_NodeWithoutPolicy_DemandsWhatIsTheDefault()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/verify", await BundleAsync());
        JsonElement verdict = await TestNode.ReadJsonAsync(response);

        Assert.True(verdict.GetProperty("accepted").GetBoolean());
        Assert.Equal("default", verdict.GetProperty("policy").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[[[[")]
    public async Task Verify_NoBundle_HasAVerdictToo(string body)
    {
        JsonElement verdict = await VerifyAsync(body, "chat");

        Assert.False(verdict.GetProperty("accepted").GetBoolean());
        Assert.Equal("bundle-malformed", verdict.GetProperty("report").GetProperty("evidence")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Verify_LargeBodyOrForm_IsRefused()
    {
        (int large, _) = await gate.PostAsync("/v1/verify", new string(' ', 2 << 20), "chat");
        (int form, _) = await gate.PostAsync("/v1/verify", "{}", "chat", "text/plain");

        Assert.Equal([413, 415], [large, form]);
    }

    private async Task<JsonElement> VerifyAsync(string bundle, string? purpose)
    {
        (int status, string body) = await gate.PostAsync("/v1/verify", bundle, purpose, Bundle.MediaType);
        Assert.Equal(200, status);
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    private async Task<string> BundleAsync() =>
        Encoding.UTF8.GetString(await node.Http.GetByteArrayAsync(new Uri($"/v1/receipts/{await node.InferAsync()}", UriKind.Relative)));
}
