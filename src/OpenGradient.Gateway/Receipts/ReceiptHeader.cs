using Microsoft.AspNetCore.Http;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The response header <c>Inference-Receipt</c>: a structured-field dictionary (RFC 9651), the same for every API.</summary>
/// <remarks>
/// <code>
/// Inference-Receipt: id="…", url="/v1/receipts/…", disclosure-token="…"              an answer in one piece
/// Inference-Receipt: provider="…", disclosure-token="…"                              a stream: its id is not known yet
/// </code>
/// In a stream the header goes out before the first token, so <c>provider</c> shows that the nonce was drawn before the output.
/// </remarks>
internal static class ReceiptHeader
{
    public static void Set(HttpResponse response, ReceiptId id, string disclosureToken) =>
        response.Headers[ReceiptWishReader.HeaderName] = $"id=\"{id}\", url=\"/v1/receipts/{id}\", disclosure-token=\"{disclosureToken}\"";

    public static void SetForStream(HttpResponse response, string providerNonce, string disclosureToken) =>
        response.Headers[ReceiptWishReader.HeaderName] = $"provider=\"{providerNonce}\", disclosure-token=\"{disclosureToken}\"";
}
