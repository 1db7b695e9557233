using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/chat/completions</c>: answers from a language model and makes the receipt, in one piece or as a stream.</summary>
/// <remarks>
/// When the client goes away, or the time for an answer is over, the answer ends where it is, and the receipt says <c>aborted</c> over
/// the tokens made until then.
/// </remarks>
internal sealed class ChatEndpoint(ModelHost models, InferenceGate gate, ReceiptIssuer issuer, DisclosureAccess access, TimeSpan answerTime)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/chat/completions", HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        ChatRequest request = await ReadAsync(context).ConfigureAwait(false);
        HostedModel model = models.Get(request.Model);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        end.CancelAfter(AnswerDeadline.Read(context.Request.Headers, answerTime));
        ChatRun run = await StartAsync(model, request, context, end.Token).ConfigureAwait(false);
        try
        {
            if (request.IsStream)
                await StreamAsync(context, request, run).ConfigureAwait(false);
            else
                await CompleteAsync(context, request, run).ConfigureAwait(false);
        }
        finally
        {
            // Whatever went wrong, nobody is left to read more.
            run.Generation.Abort();
        }
    }

    private static async Task<ChatRequest> ReadAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        using RequestBody body = await RequestBody.ReadAsync(context).ConfigureAwait(false);
        ChatRequest request = ChatRequestReader.Read(body.Span);
        return request with { Receipt = ReceiptWishReader.AddHeader(request.Receipt, context.Request.Headers) };
    }

    private async ValueTask<ChatRun> StartAsync(HostedModel model, ChatRequest request, HttpContext context, CancellationToken end)
    {
        // A long prompt takes time and memory to render and cut into tokens: no more of them at once than may compute.
        using InferenceGate.Admission admission = gate.Admit();
        using InferenceGate.Turn turn = await admission.EnterAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            string client = context.Connection.RemoteIpAddress?.ToString() ?? "";
            return ChatRun.Start(model, request, ReceiptIssuer.DrawNonce(), issuer.Now, client, end);
        }
        catch (InvalidInputException error) when (error is { Kind: InvalidInputKind.TooLarge, Subject: "messages" })
        {
            // The OpenAI API answers 400 to a prompt that the model cannot hold, and clients look for that.
            throw new InvalidInputException(InvalidInputKind.Invalid, error.Subject, error.Message, error);
        }
    }

    private async Task CompleteAsync(HttpContext context, ChatRequest request, ChatRun run)
    {
        while (await run.Generation.MoveNextAsync().ConfigureAwait(false))
        {
        }

        GenerationResult result = run.Generation.Result;
        AssistantMessage message = run.ReadMessage();
        FinishReason finish = ChatRun.FinishOf(result, message);
        IssuedReceipt receipt = await issuer.IssueAsync(run.ToRecord(message)).ConfigureAwait(false);
        context.RequestAborted.ThrowIfCancellationRequested();
        if (request.Receipt.IsIncluded)
            ReceiptHeader.Set(context.Response, receipt.Id, access.TokenFor(run.ProviderNonce));
        ChatJson json = new(run, includesUsage: true);
        await JsonResponse.WriteAsync(
            context, writer => json.WriteCompletion(writer, message, finish, result.Tokens.Length, request.Receipt.IsIncluded ? receipt : null)).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, ChatRequest request, ChatRun run)
    {
        ServerSentEvents events = new(context);
        ChatJson json = new(run, request.IncludesUsage);
        ToolCallParser? calls = run.HasTools ? new() : null;
        if (request.Receipt.IsIncluded)
            ReceiptHeader.SetForStream(context.Response, run.ProviderNonce, access.TokenFor(run.ProviderNonce));
        events.Begin();
        try
        {
            await events.SendAsync(json.WriteRole, context.RequestAborted).ConfigureAwait(false);
            while (await run.Generation.MoveNextAsync().ConfigureAwait(false))
            {
                string text = calls is null ? run.Generation.Current.Text : calls.Append(run.Generation.Current.Text);
                if (text.Length > 0)
                    await events.SendAsync(writer => json.WriteContent(writer, text), context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone; what it was sent gets its receipt all the same.
        }

        await FinishStreamAsync(context, request, run, events, json, calls).ConfigureAwait(false);
    }

    private async Task FinishStreamAsync(
        HttpContext context, ChatRequest request, ChatRun run, ServerSentEvents events, ChatJson json, ToolCallParser? calls)
    {
        GenerationResult result = EndGeneration(run, context.RequestAborted);
        AssistantMessage message = run.ReadMessage();
        FinishReason finish = ChatRun.FinishOf(result, message);
        IssuedReceipt receipt = await issuer.IssueAsync(run.ToRecord(message)).ConfigureAwait(false);
        CancellationToken aborted = context.RequestAborted;
        string rest = calls?.Finish(out _) ?? "";
        if (rest.Length > 0)
            await events.SendAsync(writer => json.WriteContent(writer, rest), aborted).ConfigureAwait(false);
        if (!message.ToolCalls.IsEmpty)
            await events.SendAsync(writer => json.WriteToolCalls(writer, message), aborted).ConfigureAwait(false);
        await events.SendAsync(writer => json.WriteFinish(writer, finish), aborted).ConfigureAwait(false);
        if (request.IncludesUsage || request.Receipt.IsIncluded)
            await events.SendAsync(writer => json.WriteTail(writer, result.Tokens.Length, request.Receipt.IsIncluded ? receipt : null), aborted).ConfigureAwait(false);
        await events.EndAsync(aborted).ConfigureAwait(false);
    }

    /// <summary>The result; an answer that was left in the middle ends as aborted.</summary>
    private static GenerationResult EndGeneration(ChatRun run, CancellationToken aborted)
    {
        if (aborted.IsCancellationRequested)
            run.Generation.Abort();
        return run.Generation.Result;
    }
}
