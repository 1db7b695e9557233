using System.Net;
using System.Text;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.Hub;

public sealed class HubEndpointTests(TestNode node)
{
    [Fact]
    public async Task List_Models_ShowsManifestAndProgram()
    {
        JsonElement list = JsonDocument.Parse(await node.Http.GetStringAsync("/hub/models")).RootElement;

        JsonElement model = list.EnumerateArray().Single(static model => model.GetProperty("name").GetString() == "price-risk");
        Assert.Equal("Apache-2.0", model.GetProperty("manifest").GetProperty("license").GetString());
        Assert.Equal(model.GetProperty("manifest").GetProperty("program").GetString(), model.GetProperty("program").GetProperty("id").GetString());
        Assert.True(model.GetProperty("program").GetProperty("parameters").GetInt64() > 0);
    }

    [Fact]
    public async Task Manifest_Bytes_HashToTheModelId()
    {
        JsonElement model = JsonDocument.Parse(await node.Http.GetStringAsync("/hub/models/digits")).RootElement;

        byte[] manifest = await node.Http.GetByteArrayAsync("/hub/models/digits/manifest");

        Assert.Equal(model.GetProperty("id").GetString(), Primitives.Digest.Sha256(manifest).ToString());
    }

    [Fact]
    public async Task Signature_Put_IsGivenBackAsItCame()
    {
        byte[] file = await File.ReadAllBytesAsync(Path.Combine(SampleModels.Directory, "price-risk", "price-risk.onnx"));
        using HttpResponseMessage imported = await node.PostBytesAsync("/hub/models/", file, ("X-Model-Name", "signed"));
        using HttpResponseMessage missing = await node.Http.GetAsync("/hub/models/signed/signature");
        using ByteArrayContent signature = new([1, 2, 3]);
        signature.Headers.ContentType = new("text/plain");
        using HttpResponseMessage asText = await node.Http.PutAsync("/hub/models/signed/signature", signature);
        signature.Headers.ContentType = new("application/octet-stream");
        using HttpResponseMessage unknown = await node.Http.PutAsync("/hub/models/nobody/signature", signature);

        using HttpResponseMessage kept = await node.Http.PutAsync("/hub/models/signed/signature", signature);

        Assert.Equal(HttpStatusCode.Created, imported.StatusCode);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.NotFound, HttpStatusCode.NoContent], new[] { missing, asText, unknown, kept }.Select(static answer => answer.StatusCode));
        Assert.Equal([1, 2, 3], await node.Http.GetByteArrayAsync("/hub/models/signed/signature"));
    }

    [Fact]
    public async Task Import_Upload_CanBeRunAtOnce()
    {
        byte[] file = await File.ReadAllBytesAsync(Path.Combine(SampleModels.Directory, "price-risk", "price-risk.onnx"));

        using HttpResponseMessage imported = await node.PostBytesAsync("/hub/models/", file, ("X-Model-Name", "uploaded"));
        using HttpResponseMessage run = await node.PostJsonAsync("/v2/models/uploaded/infer", SampleModels.SampleInput("price-risk"));

        Assert.Equal(HttpStatusCode.Created, imported.StatusCode);
        Assert.Equal(HttpStatusCode.OK, run.StatusCode);
    }

    [Fact]
    public async Task Import_Rubbish_IsRefusedAndLeavesNothing()
    {
        using HttpResponseMessage response = await node.PostBytesAsync("/hub/models", Encoding.UTF8.GetBytes("rubbish"), ("X-Model-Name", "rubbish"));

        using HttpResponseMessage after = await node.Http.GetAsync("/hub/models/rubbish");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Fact]
    public async Task Import_AsAFormWould_IsRefused()
    {
        using HttpResponseMessage response = await node.Http.PostAsync("/hub/models", new StringContent("x", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../evil")]
    [InlineData(".hidden")]
    public async Task Import_BadName_IsRefused(string name)
    {
        using HttpResponseMessage response = await node.PostBytesAsync("/hub/models", [1], ("X-Model-Name", name));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
