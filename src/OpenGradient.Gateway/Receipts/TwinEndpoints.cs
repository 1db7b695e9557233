using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Interop;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/receipts/{id}/twins/{form}</c>: a receipt in the form of others, signed for whoever asks (interop-1).</summary>
/// <remarks>A twin says nothing that the receipt does not, so anybody may have it; what an inference read and gave stays in the bundle.</remarks>
internal sealed class TwinEndpoints(ReceiptStore store, NodeKeys keys)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/receipts/{id}/twins/{form}", GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        string form = (string)context.Request.RouteValues["form"]!;
        Receipt receipt = Find((string)context.Request.RouteValues["id"]!);
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

    private Receipt Find(string text)
    {
        if (!ReceiptId.TryParse(text, out ReceiptId id))
            throw new InvalidInputException(InvalidInputKind.Invalid, "id", "A receipt id is 64 lower-case hexadecimal digits.");
        if (store.Find(id) is not { } stored || !Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _))
            throw new InvalidInputException(InvalidInputKind.NotFound, "id", "This node has signed no receipt with this id.");
        return receipt.Content.Issuer.Key == keys.Node.PublicKey.KeyId
            ? receipt
            : throw new InvalidInputException(InvalidInputKind.Unsupported, "id", "The key that signed this receipt was replaced since, and only it could sign a twin.");
    }
}
