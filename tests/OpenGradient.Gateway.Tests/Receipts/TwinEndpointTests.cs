using System.Net;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.Receipts;

public sealed class TwinEndpointTests(TestNode node)
{
    [Theory]
    [InlineData("cose", "application/scitt-statement+cose")]
    [InlineData("eip712", "application/vnd.opengradient.eip712-receipt.v1+json")]
    public async Task Get_Twin_IsThatOfTheBundle(string form, string mediaType)
    {
        string id = await node.InferAsync();
        byte[] bundle = await node.Http.GetByteArrayAsync($"/v1/receipts/{id}");

        using HttpResponseMessage response = await node.Http.GetAsync($"/v1/receipts/{id}/twins/{form}");
        TwinReport report = TwinVerifier.Verify(await response.Content.ReadAsByteArrayAsync(), bundle);

        Assert.Equal(mediaType, response.Content.Headers.ContentType!.ToString());
        Assert.Equal((TwinCode.Ok, true), (report.Code, report.IsComparedWithBundle));
        Assert.Equal(id, report.Receipt.ToString());
    }

    [Theory]
    [InlineData("air", HttpStatusCode.BadRequest, "enclave_measurements")]
    [InlineData("jwt", HttpStatusCode.BadRequest, "cose and eip712")]
    public async Task Get_OtherForm_IsRefusedByName(string form, HttpStatusCode status, string name)
    {
        string id = await node.InferAsync();

        using HttpResponseMessage response = await node.Http.GetAsync($"/v1/receipts/{id}/twins/{form}");

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(name, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NoReceipt_IsNotFound()
    {
        using HttpResponseMessage response = await node.Http.GetAsync($"/v1/receipts/{default(Digest)}/twins/cose");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
