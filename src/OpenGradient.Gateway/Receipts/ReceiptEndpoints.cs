using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/receipts</c>: what this node has signed.</summary>
internal sealed class ReceiptEndpoints(ReceiptStore store, BundleBuilder bundles, DisclosureAccess access)
{
    private const int DefaultLimit = 20;
    private const int MaximumLimit = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/receipts", ListAsync);
        routes.MapGet("/v1/receipts/{id}", GetAsync);
        routes.MapGet("/v1/sessions/{id}", ListSessionAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        int limit = ReadLimit(context.Request.Query["limit"]);
        string before = context.Request.Query["before"].ToString();
        IReadOnlyList<ReceiptSummary> list = store.List(limit, before.Length == 0 ? null : ReadId(before, "before"));
        return JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (ReceiptSummary receipt in list)
                Write(writer, receipt);
            writer.WriteEndArray();
        });
    }

    /// <summary>The ids of a session's receipts, in their order.</summary>
    private Task ListSessionAsync(HttpContext context)
    {
        string id = (string)context.Request.RouteValues["id"]!;
        IReadOnlyList<ReceiptId> list = Digest.TryParse(id, out Digest session) ? store.ListSession(session) : [];
        if (list.Count == 0)
            throw new InvalidInputException(InvalidInputKind.NotFound, "id", "This node has signed no receipt of a session with this id.");
        return JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteStartArray("receipts");
            foreach (ReceiptId receipt in list)
                writer.WriteStringValue(receipt.ToString());
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private async Task GetAsync(HttpContext context)
    {
        ReceiptId id = ReadId((string)context.Request.RouteValues["id"]!, "id");
        StoredReceipt stored = store.Find(id) ?? store.FindByNonce(id.ToString())
            ?? throw new InvalidInputException(InvalidInputKind.NotFound, "id", "This node has signed no receipt with this id, or provider nonce.");
        bool isDisclosed = access.IsAllowed(context, ProviderNonceOf(stored));
        Bundle bundle = await bundles.BuildAsync(stored, isDisclosed, ReceiptPreferences.ReadWait(context.Request), context.RequestAborted).ConfigureAwait(false);
        byte[] bytes = bundle.ToBytes();
        context.Response.ContentType = Bundle.MediaType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static string ProviderNonceOf(StoredReceipt stored) =>
        Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _) ? receipt.Content.Nonce.Provider : "";

    private static void Write(Utf8JsonWriter writer, ReceiptSummary receipt)
    {
        writer.WriteStartObject();
        writer.WriteString("id", receipt.Id.ToString());
        writer.WriteString("model", receipt.Model);
        writer.WriteString("kind", NameOf(receipt.Kind));
        writer.WriteNumber("issuedAt", receipt.IssuedAt);
        if (receipt.LogIndex is { } index)
            writer.WriteNumber("index", index);
        else
            writer.WriteNull("index");
        writer.WriteEndObject();
    }

    private static string NameOf(ReceiptKind kind) => kind switch
    {
        ReceiptKind.Chat => "chat",
        ReceiptKind.Completion => "completion",
        ReceiptKind.Embedding => "embedding",
        _ => "tensor",
    };

    private static ReceiptId ReadId(string text, string subject) => ReceiptId.TryParse(text, out ReceiptId id)
        ? id
        : throw new InvalidInputException(InvalidInputKind.Invalid, subject, "A receipt id is 64 lower-case hexadecimal digits.");

    private static int ReadLimit(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is > 0 and <= MaximumLimit
            ? limit
            : throw new InvalidInputException(InvalidInputKind.Invalid, "limit", $"This is a number from 1 to {MaximumLimit}.");
    }
}
