using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/receipts/{id}/prove</c>: asks for a proof, tells how far it is, calls it off.</summary>
/// <remarks>For whoever may see the receipt's input: a proof does not hide it, or comes with what opens it.</remarks>
internal sealed class ProofEndpoints(ProofQueue proofs, ReceiptAccess receipts, StoredReceiptProver prover, InferenceGate gate, ClientIdentity clients)
{
    private const string Path = "/v1/receipts/{id}/prove";
    private const int MostBodyBytes = 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, SubmitAsync);
        routes.MapGet(Path, GetAsync);
        routes.MapDelete(Path, CancelAsync);
    }

    private async Task SubmitAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        StoredReceipt stored = receipts.FindDisclosed(context);
        ProofWish wish = await ReadWishAsync(context).ConfigureAwait(false);
        ProofStatus? known = proofs.Find(stored.Id);
        if (known is { State: ProofState.Queued or ProofState.Running or ProofState.Done })
        {
            RequireSame(stored.Id, known, wish);
        }
        else
        {
            await RequireProvableAsync(context, stored, wish).ConfigureAwait(false);
            known = proofs.Submit(stored.Id, wish);
        }

        context.Response.StatusCode = known.State == ProofState.Done ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        context.Response.Headers.Location = $"/v1/receipts/{stored.Id}/prove";
        await WriteAsync(context, known).ConfigureAwait(false);
    }

    /// <summary>A receipt has one proof: whoever asks for one that hides something else, or is of another profile, is not given this one for it.</summary>
    private void RequireSame(ReceiptId id, ProofStatus known, ProofWish wanted)
    {
        ProofWish wish = known.State == ProofState.Done ? WishOf(id) : known.Wish;
        if (wish.Visibility != wanted.Visibility)
            throw Other("private", $"hides {(wish.Visibility == ProofVisibility.Public ? "nothing" : VisibilityNames.NameOf(wish.Visibility))}");
        if (wish.Profile != wanted.Profile)
            throw Other("profile", $"is of the profile {wish.Profile.Name()}");

        InvalidInputException Other(string member, string what) =>
            new(InvalidInputKind.Conflict, member, $"This receipt {(known.State == ProofState.Done ? "has a proof" : "is being proven, by a proof")} that {what}, and a node keeps one for each: ask for that one, or prove a copy of the bundle yourself.");
    }

    private ProofWish WishOf(ReceiptId id) =>
        proofs.FindEvidence(id) is { } evidence && ProofEvidence.TryRead(evidence.Json, out ProofEvidence? proof) && ProofFile.TryRead(proof.Proof.Span, out ProofFile? file, out _, out _)
            ? new() { Visibility = file.Visibility, Profile = file.Profile }
            : ProofWish.Default;

    /// <summary><c>{"private": "inputs" | "weights" | "both", "profile": "quadratic" | …}</c>; without the one nothing is hidden, without the other it is the default.</summary>
    private static async Task<ProofWish> ReadWishAsync(HttpContext context)
    {
        byte[] body = new byte[MostBodyBytes + 1];
        int count = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        if (count == 0)
            return ProofWish.Default;
        if (count > MostBodyBytes || !JsonReader.TryRead(body.AsSpan(0, count), out JsonValue? json) || json.Kind != JsonKind.Object)
            throw new InvalidInputException(InvalidInputKind.Malformed, "body", "The body is a JSON object: {} or {\"private\": \"inputs\"}.");
        return new() { Visibility = VisibilityNames.Read(TextOf(json, "private"), "private"), Profile = ProfileNames.Read(TextOf(json, "profile"), "profile") };
    }

    /// <summary>A member that may be left out; one that is no text is no name, which whoever reads it says.</summary>
    private static string? TextOf(JsonValue json, string name) => json.TryGetString(name, out string? text) ? text : json.TryGet(name, out _) ? "?" : null;

    private Task GetAsync(HttpContext context) => WriteAsync(context, proofs.Find(receipts.FindDisclosed(context).Id) ?? throw NobodyAsked());

    private Task CancelAsync(HttpContext context) => WriteAsync(context, proofs.Cancel(receipts.FindDisclosed(context).Id) ?? throw NobodyAsked());

    /// <summary>Takes a turn: the weights are read for it.</summary>
    private async Task RequireProvableAsync(HttpContext context, StoredReceipt stored, ProofWish wish)
    {
        using InferenceGate.Admission admission = gate.Admit(clients.NameOf(context));
        using InferenceGate.Turn turn = await admission.EnterAsync(context.RequestAborted).ConfigureAwait(false);
        prover.RequireProvable(stored, wish);
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
        if (status.Wish.Visibility != ProofVisibility.Public)
            writer.WriteString("private", VisibilityNames.NameOf(status.Wish.Visibility));
        if (status.Wish.Profile != ProofWish.Default.Profile)
            writer.WriteString("profile", status.Wish.Profile.Name());
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
