using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/receipts/{id}/prove</c>: asks for a proof, tells how far it is, calls it off.</summary>
/// <remarks>For whoever may see the receipt's input: a proof does not hide it.</remarks>
internal sealed class ProofEndpoints(ProofQueue proofs, ReceiptStore receipts, ModelHost models, InferenceGate gate, ClientIdentity clients, DisclosureAccess access, long memoryBytes)
{
    private const string Path = "/v1/receipts/{id}/prove";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, SubmitAsync);
        routes.MapGet(Path, GetAsync);
        routes.MapDelete(Path, CancelAsync);
    }

    private async Task SubmitAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        StoredReceipt stored = Find(context);
        ProofStatus? known = proofs.Find(stored.Id);
        if (known is not { State: ProofState.Queued or ProofState.Running or ProofState.Done })
        {
            await RequireProvableAsync(context, stored).ConfigureAwait(false);
            known = proofs.Submit(stored.Id);
        }

        context.Response.StatusCode = known.State == ProofState.Done ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        context.Response.Headers.Location = $"/v1/receipts/{stored.Id}/prove";
        await WriteAsync(context, known).ConfigureAwait(false);
    }

    private Task GetAsync(HttpContext context) => WriteAsync(context, proofs.Find(Find(context).Id) ?? throw NobodyAsked());

    private Task CancelAsync(HttpContext context) => WriteAsync(context, proofs.Cancel(Find(context).Id) ?? throw NobodyAsked());

    /// <summary>Takes a turn: the weights are read for it.</summary>
    private async Task RequireProvableAsync(HttpContext context, StoredReceipt stored)
    {
        using InferenceGate.Admission admission = gate.Admit(clients.NameOf(context));
        using InferenceGate.Turn turn = await admission.EnterAsync(context.RequestAborted).ConfigureAwait(false);
        StoredReceiptProver.RequireProvable(models, stored, memoryBytes);
    }

    private StoredReceipt Find(HttpContext context)
    {
        if (!ReceiptId.TryParse((string)context.Request.RouteValues["id"]!, out ReceiptId id))
            throw new InvalidInputException(InvalidInputKind.Invalid, "id", "A receipt id is 64 lower-case hexadecimal digits.");
        StoredReceipt stored = receipts.Find(id) ?? throw new InvalidInputException(InvalidInputKind.NotFound, "id", "This node has signed no receipt with this id.");
        string nonce = Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _) ? receipt.Content.Nonce.Provider : "";
        return access.IsAllowed(context, nonce) ? stored : throw new DisclosureRefusedException();
    }

    private static Task WriteAsync(HttpContext context, ProofStatus status)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonResponse.WriteAsync(context, writer => Write(writer, status));
    }

    private static void Write(Utf8JsonWriter writer, ProofStatus status)
    {
        writer.WriteStartObject();
        writer.WriteString("receipt", status.Id.ToString());
        writer.WriteString("state", ProofStore.NameOf(status.State));
        if (status.State == ProofState.Queued)
            writer.WriteNumber("before", status.BeforeCount);
        if (status.State == ProofState.Running)
        {
            writer.WriteString("phase", NameOf(status.Progress.Phase));
            writer.WriteNumber("done", status.Progress.DoneCount);
            writer.WriteNumber("total", status.Progress.TotalCount);
        }

        if (status.State == ProofState.Done)
            writer.WriteNumber("bytes", status.EvidenceBytes);
        if (status.State is ProofState.Failed or ProofState.Cancelled)
            writer.WriteString("reason", status.Reason);
        writer.WriteEndObject();
    }

    private static string NameOf(ProverPhase phase) => phase switch
    {
        ProverPhase.Key => "key",
        ProverPhase.Run => "run",
        ProverPhase.Commitment => "commitment",
        ProverPhase.Lookups => "lookups",
        ProverPhase.Steps => "steps",
        ProverPhase.Openings => "openings",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static InvalidInputException NobodyAsked() => new(InvalidInputKind.NotFound, "id", "Nobody has asked for a proof of this receipt: POST here.");
}
