using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/receipts/{id}/dispute</c>: a challenger says something, and the node answers for its receipt (spec/dispute-1, section 12).</summary>
/// <remarks>For whoever may see the receipt's input: whether terms are the receipt's would tell a guess of it from the truth.</remarks>
internal sealed class DisputeEndpoint(DisputeDesk desk, ReceiptAccess receipts, RequestIntake intake)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/receipts/{id}/dispute", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        ReceiptId id = receipts.FindDisclosed(context).Id;
        JsonValue json = await intake.HandleAsync(context, static body => Read(body.Span)).ConfigureAwait(false);
        DefenceReply reply = ReadKey(json) is { } challenger
            ? await desk.OpenAsync(id, ReadEnvelope(json, "opening"), challenger, context.RequestAborted).ConfigureAwait(false)
            : await desk.AnswerAsync(id, ReadEnvelope(json, "message"), context.RequestAborted).ConfigureAwait(false);
        byte[] bytes = CanonicalJson.Serialize(reply.Message is { } message ? JsonValue.Object(("message", message.ToJson())) : Write(reply.Verdict!));
        context.Response.ContentType = MediaTypes.Json;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static JsonValue Read(ReadOnlySpan<byte> body) => JsonReader.TryRead(body, out JsonValue? json) && json.Kind == JsonKind.Object
        ? json
        : throw new InvalidInputException(InvalidInputKind.Malformed, "body", "The body is a JSON object: {\"opening\": …, \"spki\": …} or {\"message\": …}.");

    private static P256PublicKey? ReadKey(JsonValue json)
    {
        if (!json.TryGet("spki", out _))
            return null;
        return json.TryGetString("spki", out string? text) && CanonicalBase64.TryDecode(text, out byte[] spki) && P256PublicKey.TryParse(spki, out P256PublicKey? key)
            ? key
            : throw new InvalidInputException(InvalidInputKind.Malformed, "spki", "This is no P-256 key in its 91-byte form, in base64.");
    }

    private static DsseEnvelope ReadEnvelope(JsonValue json, string name) => json.TryGet(name, out JsonValue? value) && DsseEnvelope.TryRead(value, out DsseEnvelope? envelope)
        ? envelope
        : throw new InvalidInputException(InvalidInputKind.Malformed, name, "This is a DSSE envelope.");

    private static JsonValue Write(Verdict verdict) => JsonValue.Object(("verdict", JsonValue.Object(
        ("code", JsonValue.String(verdict.Code.ToString())),
        ("convicted", JsonValue.Array([.. verdict.Convicted.Select(static party => JsonValue.String(party == Party.A ? "a" : "b"))])),
        ("reason", JsonValue.String(verdict.Reason)))));
}
