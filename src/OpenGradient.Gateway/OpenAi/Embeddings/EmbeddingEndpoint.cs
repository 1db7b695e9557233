using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/embeddings</c> (OpenAI API): embeddings of texts, with a receipt for each.</summary>
/// <remarks>Each text is a run of its own, so that its embedding has the same bits whatever texts came with it.</remarks>
internal sealed class EmbeddingEndpoint(
    ModelHost models, RequestIntake intake, InferenceGate gate, ClientIdentity clients, ReceiptIssuer issuer, EvidenceGate evidence, DisclosureAccess access)
{
    private const int MaximumReceipts = 16; // what a response's header has room for

    public async Task HandleAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        EmbeddingRequest request = await intake.HandleAsync(context, body => Read(context, body)).ConfigureAwait(false);
        HostedModel model = models.Get(request.Model);
        RequireWidth(request, model.RequireEncoder().Width);
        long startedAt = issuer.Now;
        ImmutableArray<EmbeddingRun> runs = await RunAsync(model.RequireEncoder(), request, clients.NameOf(context), context.RequestAborted).ConfigureAwait(false);
        IssuedReceipt[] receipts = await Task.WhenAll(runs.Select(run => issuer.IssueAsync(run.ToRecord(model, startedAt, request.Receipt.Nonce)))).ConfigureAwait(false);
        if (request.Receipt.IsIncluded)
            ReceiptHeader.Set(context.Response, [.. receipts.Zip(runs, (receipt, run) => (receipt.Id, access.TokenFor(run.ProviderNonce)))]);
        ImmutableArray<ReadOnlyMemory<byte>> embeddings = [.. runs.Select(static run => new ReadOnlyMemory<byte>(run.Embedding.Bytes))];
        int tokens = runs.Sum(static run => run.Tokens.Length);
        await JsonResponse
            .WriteAsync(context, writer => EmbeddingJson.Write(writer, model.Published.Name, embeddings, tokens, request.IsBase64, request.Receipt.IsIncluded ? [.. receipts] : []))
            .ConfigureAwait(false);
    }

    private EmbeddingRequest Read(HttpContext context, RequestBody body)
    {
        EmbeddingRequest request = EmbeddingRequestReader.Read(body.Span);
        ReceiptWish wish = ReceiptWishReader.AddHeader(request.Receipt, context.Request.Headers);
        if (wish.Session is not null)
            throw JsonMembers.Unsupported(SessionWish.HeaderName, "Embeddings belong to no session: a request may make many, at once.");
        evidence.Require(PurposeHeader.Read(context.Request, Purpose.None), new RestingRequest { Wish = wish }, context.RequestAborted);
        return !wish.IsIncluded || request.Inputs.Length <= MaximumReceipts
            ? request with { Receipt = wish }
            : throw JsonMembers.Invalid("input", $"A request that wants to see its receipts has at most {MaximumReceipts} texts; without that they are made and logged all the same.");
    }

    private static void RequireWidth(EmbeddingRequest request, int width)
    {
        if (request.Dimensions is { } dimensions && dimensions != width.ToString(CultureInfo.InvariantCulture))
            throw JsonMembers.Unsupported("dimensions", $"Embeddings of this model have {width} dimensions, and are not shortened.");
    }

    /// <summary>Reads all texts before the first run, so that a request is refused as a whole.</summary>
    private async ValueTask<ImmutableArray<EmbeddingRun>> RunAsync(EncoderModel model, EmbeddingRequest request, string client, CancellationToken cancellationToken)
    {
        using InferenceGate.Admission admission = gate.Admit(client);
        ImmutableArray<int>[] tokens = await InTurnAsync(admission, () => request.Inputs.Select(input => ReadTokens(model, input.Path, input.Text)).ToArray(), cancellationToken).ConfigureAwait(false);
        var runs = ImmutableArray.CreateBuilder<EmbeddingRun>(tokens.Length);
        for (int index = 0; index < tokens.Length; index++)
        {
            ImmutableArray<int> read = tokens[index];
            string nonce = ReceiptIssuer.DrawNonce();
            RunResult result = await InTurnAsync(admission, () => model.Run(read, cancellationToken), cancellationToken).ConfigureAwait(false);
            runs.Add(new EmbeddingRun(request.Inputs[index].Text, read, result, nonce));
        }

        return runs.MoveToImmutable();
    }

    private static async ValueTask<T> InTurnAsync<T>(InferenceGate.Admission admission, Func<T> compute, CancellationToken cancellationToken)
    {
        using InferenceGate.Turn turn = await admission.EnterAsync(cancellationToken).ConfigureAwait(false);
        return compute();
    }

    private static ImmutableArray<int> ReadTokens(EncoderModel model, string path, RawPrompt text)
    {
        try
        {
            return model.ReadTokens(text);
        }
        catch (InvalidInputException error) when (error.Subject.StartsWith("prompt", StringComparison.Ordinal))
        {
            throw new InvalidInputException(error.Kind, path + error.Subject["prompt".Length..], error.Message, error);
        }
    }
}
