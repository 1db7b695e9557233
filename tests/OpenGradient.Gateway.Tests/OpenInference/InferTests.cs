using System.Net;
using System.Text;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.OpenInference;

public sealed class InferTests(TestNode node)
{
    private const string Path = "/v2/models/price-risk/infer";

    [Fact]
    public async Task Infer_WithReceiptHeader_GivesReceiptInBodyAndHeader()
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, SampleModels.SampleInput("price-risk"), ("Inference-Receipt", "?1"));

        JsonElement body = await TestNode.ReadJsonAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string id = body.GetProperty("receipt").GetProperty("id").GetString()!;
        string header = response.Headers.GetValues("Inference-Receipt").Single();
        Assert.StartsWith($"id=\"{id}\", url=\"/v1/receipts/{id}\", disclosure-token=\"", header, StringComparison.Ordinal);
        Assert.Equal("volatility", body.GetProperty("outputs")[0].GetProperty("name").GetString());
        Assert.Single(body.GetProperty("receipt").GetProperty("dsse").GetProperty("signatures").EnumerateArray());
    }

    [Fact]
    public async Task Infer_Receipt_VerifiesOfflineWithEverythingDisclosed()
    {
        string id = await node.InferAsync();

        VerificationReport report = await node.VerifyAsync(id);

        Assert.True(report.Accepted, report.ToJson());
        Assert.All(report.Rows, static row => Assert.Equal("valid", row.Verdict.ToString().ToLowerInvariant()));
    }

    [Fact]
    public async Task Infer_WithoutAsking_GivesNoReceiptButMakesOne()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v2/models/digits/infer", SampleModels.SampleInput("digits"));

        JsonElement body = await TestNode.ReadJsonAsync(response);
        Assert.False(body.TryGetProperty("receipt", out _));
        Assert.False(response.Headers.Contains("Inference-Receipt"));
        JsonElement list = JsonDocument.Parse(await node.Http.GetStringAsync("/v1/receipts?limit=200")).RootElement;
        Assert.Contains(list.EnumerateArray(), static receipt => receipt.GetProperty("model").GetString() == "digits");
    }

    [Fact]
    public async Task Infer_BodyAsksAndNonce_AreInThePayload()
    {
        string json = SampleModels.SampleInput("price-risk").TrimEnd().TrimEnd('}') + ""","receipt":{"include":true,"nonce":"AAEC_w"}}""";

        using HttpResponseMessage response = await node.PostJsonAsync(Path, json);

        JsonElement receipt = (await TestNode.ReadJsonAsync(response)).GetProperty("receipt");
        JsonElement payload = JsonDocument.Parse(receipt.GetProperty("dsse").GetProperty("payload").GetBytesFromBase64()).RootElement;
        Assert.Equal("000102ff", payload.GetProperty("predicate").GetProperty("nonce").GetProperty("client").GetString());
    }

    [Fact]
    public async Task Infer_BinaryInAndOut_GivesTheBitsOfJson()
    {
        JsonElement sample = JsonDocument.Parse(SampleModels.SampleInput("price-risk")).RootElement.GetProperty("inputs")[0];
        float[] values = [.. sample.GetProperty("data").EnumerateArray().Select(static value => value.GetSingle())];
        string json = """{"id":"b","inputs":[{"name":"candles","shape":[1,60,5],"datatype":"FP32","parameters":{"binary_data_size":1200}}],"parameters":{"binary_data_output":true}}""";
        byte[] body = [.. Encoding.UTF8.GetBytes(json), .. values.SelectMany(BitConverter.GetBytes)];

        using HttpResponseMessage binary = await node.PostBytesAsync(Path, body, ("Inference-Header-Content-Length", $"{json.Length}"));
        using HttpResponseMessage text = await node.PostJsonAsync(Path, SampleModels.SampleInput("price-risk"));

        byte[] answer = await binary.Content.ReadAsByteArrayAsync();
        int headBytes = int.Parse(binary.Headers.GetValues("Inference-Header-Content-Length").Single());
        JsonElement head = JsonDocument.Parse(answer.AsMemory(0, headBytes)).RootElement;
        Assert.Equal("b", head.GetProperty("id").GetString());
        Assert.Equal(4, head.GetProperty("outputs")[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        float expected = (await TestNode.ReadJsonAsync(text)).GetProperty("outputs")[0].GetProperty("data")[0].GetSingle();
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.ToInt32(answer.AsSpan(headBytes)));
    }

    [Fact]
    public async Task Infer_ByVersionAndModelId_RunsTheSameModel()
    {
        JsonElement model = JsonDocument.Parse(await node.Http.GetStringAsync("/hub/models/price-risk")).RootElement;

        using HttpResponseMessage byVersion = await node.PostJsonAsync("/v2/models/price-risk/versions/1/infer", SampleModels.SampleInput("price-risk"));
        using HttpResponseMessage byId = await node.PostJsonAsync($"/v2/models/{model.GetProperty("id").GetString()}/infer", SampleModels.SampleInput("price-risk"));

        Assert.Equal(await byVersion.Content.ReadAsStringAsync(), await byId.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("price-risk", "{", 400, "body: ")]
    [InlineData("price-risk", """{"inputs":[]}""", 400, "inputs: Input 'candles' is missing")]
    [InlineData("price-risk", """{"inputs":[{"name":"candles","shape":[2],"datatype":"FP32","data":[1,2]}]}""", 400, "inputs[0].shape: Input 'candles' has the shape")]
    [InlineData("price-risk", """{"inputs":[{"name":"candles","shape":[1],"datatype":"INT64","data":[1]}]}""", 400, "inputs[0].datatype: Input 'candles' is of type FP32")]
    [InlineData("price-risk", """{"inputs":[{"name":"candle","shape":[1],"datatype":"FP32","data":[1]}]}""", 400, "inputs[0].name: The model has no input 'candle'")]
    [InlineData("nothing", """{"inputs":[]}""", 404, "model: There is no model 'nothing'")]
    [InlineData("price-risk/versions/9", """{"inputs":[]}""", 404, "model: There is no version '9'")]
    [InlineData("tinychat", """{"inputs":[]}""", 400, "model: 'tinychat' is a language model")]
    public async Task Infer_BadRequest_AnswersWithTheProtocolsErrorObject(string model, string json, int status, string message)
    {
        using HttpResponseMessage response = await node.PostJsonAsync($"/v2/models/{model}/infer", json);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(message, (await TestNode.ReadJsonAsync(response)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_UnknownOutput_IsRefusedBeforeTheRun()
    {
        string json = SampleModels.SampleInput("price-risk").TrimEnd().TrimEnd('}') + ""","outputs":[{"name":"risk"}]}""";

        using HttpResponseMessage response = await node.PostJsonAsync(Path, json);

        Assert.Contains("'volatility'", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Infer_OtherContentType_Answers415()
    {
        using HttpResponseMessage response = await node.Http.PostAsync(Path, new StringContent("{}", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_BodyOverTheLimit_Answers413(bool isLengthKnown)
    {
        byte[] body = new byte[(1 << 20) + 1];
        HttpContent content = isLengthKnown ? new ByteArrayContent(body) : new StreamContent(new UnknownLengthStream(body));
        content.Headers.ContentType = new("application/json");

        using HttpResponseMessage response = await node.Http.PostAsync(Path, content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("larger", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_OfAModel_HasInputsAndOutputs()
    {
        JsonElement model = JsonDocument.Parse(await node.Http.GetStringAsync("/v2/models/price-risk")).RootElement;

        Assert.Equal("[-1,60,5]", model.GetProperty("inputs")[0].GetProperty("shape").GetRawText());
        Assert.Equal("[-1,1]", model.GetProperty("outputs")[0].GetProperty("shape").GetRawText());
        Assert.Equal("FP32", model.GetProperty("outputs")[0].GetProperty("datatype").GetString());
    }

    [Theory]
    [InlineData("/v2")]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/health/ready")]
    [InlineData("/v2/models/price-risk/ready")]
    [InlineData("/v2/models/price-risk/versions/1")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Get_HealthAndMetadata_Answer200(string path)
    {
        using HttpResponseMessage response = await node.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
