using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/receipts/{id}/evidence</c>: an auditor that the node accepts adds its vote to the bundle of a receipt, whatever it is.</summary>
internal sealed class EvidenceEndpoint(VoteStore votes, ReceiptAccess receipts)
{
    private const int MostBodyBytes = 256 * 1024;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/receipts/{id}/evidence", AddAsync);

    private async Task AddAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        StoredReceipt stored = receipts.Find(context);
        JsonValue json = await ReadAsync(context).ConfigureAwait(false);
        (AuditVote vote, Evidence evidence) = ReadVote(json, stored.Id);
        bool isNew = votes.Add(vote, evidence);
        await JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("receipt", stored.Id.ToString());
            writer.WriteString("auditor", vote.Auditor.ToString());
            writer.WriteString("code", vote.Code);
            writer.WriteBoolean("kept", isNew);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task<JsonValue> ReadAsync(HttpContext context)
    {
        byte[] body = new byte[MostBodyBytes + 1];
        int count = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        if (count > MostBodyBytes)
            throw new InvalidInputException(InvalidInputKind.TooLarge, "body", $"A vote has at most {MostBodyBytes} bytes.");
        return JsonReader.TryRead(body.AsSpan(0, count), out JsonValue? json) ? json : throw Malformed();
    }

    private (AuditVote Vote, Evidence Evidence) ReadVote(JsonValue json, ReceiptId id)
    {
        if (!json.TryGetString("type", out string? type) || type != AuditVote.EvidenceType
            || !json.TryGetString("spki", out string? text) || !CanonicalBase64.TryDecode(text, out byte[] spki) || !P256PublicKey.TryParse(spki, out P256PublicKey? key)
            || !json.TryGet("dsse", out JsonValue? dsse) || !DsseEnvelope.TryRead(dsse, out DsseEnvelope? envelope)
            || !AuditVote.TryReadUnverified(envelope, out AuditVote? vote) || vote.Auditor != key.KeyId)
            throw Malformed();
        if (!votes.Lists(key.KeyId))
            throw new AuditorRefusedException(key.KeyId);
        if (!envelope.IsSignedBy(key))
            throw new InvalidInputException(InvalidInputKind.Invalid, "dsse", "The vote has no signature by the key that it names.");
        if (vote.Receipt != id)
            throw new InvalidInputException(InvalidInputKind.Invalid, "subject", $"The vote is about the receipt {vote.Receipt}.");
        return vote.IsFor || vote.IsAgainst
            ? (vote, Evidence.AuditVote(key, envelope))
            : throw new InvalidInputException(InvalidInputKind.Invalid, "finding", "An abstention says nothing about the receipt, and is not kept.");
    }

    private static InvalidInputException Malformed() => new(InvalidInputKind.Malformed, "body", "The body is a vote as audit-1 section 3 has it in a bundle.");
}
