using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Interop;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/receipts/{id}/twins/{form}</c>: a receipt in the form of others, signed for whoever asks (interop-1).</summary>
/// <remarks>A twin says nothing that the receipt does not, so anybody may have it; what an inference read and gave stays in the bundle.</remarks>
internal sealed class TwinEndpoints(ReceiptAccess receipts, NodeKeys keys)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/receipts/{id}/twins/{form}", GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        string form = (string)context.Request.RouteValues["form"]!;
        Receipt receipt = Find(context);
        (string mediaType, byte[] twin) = form switch
        {
            "cose" => (CoseStatement.MediaType, CoseStatement.Sign(receipt, keys.Node)),
            "eip712" => (TypedReceipt.MediaType, TypedReceipt.Sign(receipt, keys.Node)),
            "air" => throw new InvalidInputException(InvalidInputKind.Unsupported, "form", AirExport.Refusal),
            _ => throw new InvalidInputException(InvalidInputKind.Unsupported, "form", "A receipt has twins in the forms cose and eip712."),
        };
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = twin.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(twin, context.RequestAborted).ConfigureAwait(false);
    }

    private Receipt Find(HttpContext context)
    {
        if (!Receipt.TryParse(receipts.Find(context).Envelope, out Receipt? receipt, out _))
            throw new System.Diagnostics.UnreachableException("The store keeps receipts that this node signed.");
        return receipt.Content.Issuer.Key == keys.Node.PublicKey.KeyId
            ? receipt
            : throw new InvalidInputException(InvalidInputKind.Unsupported, "id", "The key that signed this receipt was replaced since, and only it could sign a twin.");
    }
}
