using Microsoft.AspNetCore.Http;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The response header <c>Inference-Receipt</c>: a structured-field dictionary (RFC 9651), the same for every API.</summary>
/// <remarks>
/// <code>
/// Inference-Receipt: id="…", url="/v1/receipts/…", disclosure-token="…"              an answer in one piece
/// Inference-Receipt: provider="…", url="/v1/receipts/…", disclosure-token="…"        a stream: its id is not known yet, and the nonce stands for it
/// Inference-Receipt: id=("…" "…"), url=("…" "…"), disclosure-token=("…" "…")         several answers, in their order
/// </code>
/// In a stream the header goes out before the first token, so <c>provider</c> shows that the nonce was drawn before the output, and for a
/// sampled answer to a client's nonce <c>draw-key="…", draw="…"</c> show the random stream that it will follow.
/// </remarks>
internal static class ReceiptHeader
{
    public static void Set(HttpResponse response, ReceiptId id, string disclosureToken) => Set(response, [(id, disclosureToken)]);

    public static void Set(HttpResponse response, IReadOnlyList<(ReceiptId Id, string DisclosureToken)> receipts) => SetMembers(
        response,
        ("id", receipts.Select(static receipt => receipt.Id.ToString())),
        ("url", receipts.Select(static receipt => $"/v1/receipts/{receipt.Id}")),
        ("disclosure-token", receipts.Select(static receipt => receipt.DisclosureToken)));

    public static void SetForStream(HttpResponse response, IReadOnlyList<(string ProviderNonce, string DisclosureToken, DrawStatement? Draw)> receipts) => SetMembers(
        response,
        ("provider", receipts.Select(static receipt => receipt.ProviderNonce)),
        ("url", receipts.Select(static receipt => $"/v1/receipts/{receipt.ProviderNonce}")),
        ("disclosure-token", receipts.Select(static receipt => receipt.DisclosureToken)),
        ("draw-key", receipts.Select(static receipt => receipt.Draw?.KeyId.ToString()).OfType<string>()),
        ("draw", receipts.Select(static receipt => receipt.Draw?.Proof).OfType<string>()));

    private static void SetMembers(HttpResponse response, params ReadOnlySpan<(string Name, IEnumerable<string> Values)> members)
    {
        List<string> parts = [];
        foreach ((string name, IEnumerable<string> values) in members)
        {
            string[] items = [.. values.Select(static value => $"\"{value}\"")];
            if (items.Length > 0)
                parts.Add($"{name}={Format(items)}");
        }

        response.Headers[ReceiptWishReader.HeaderName] = string.Join(", ", parts);
    }

    private static string Format(string[] items) => items.Length == 1 ? items[0] : $"({string.Join(' ', items)})";
}
