using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Answers from a language model, in one piece or as a stream, with a receipt for each answer: the same for every API.</summary>
/// <remarks>
/// When the client goes away, an answer ends where it is, and its receipt says <c>aborted</c> over the tokens made until then.
/// </remarks>
internal sealed class AnswerEndpoint(ModelHost models, InferenceGate gate, ReceiptIssuer issuer, DisclosureAccess access)
{
    /// <summary>Handles a request in the form that <paramref name="read"/> reads.</summary>
    public async Task HandleAsync(HttpContext context, AnswerFormatReader read)
    {
        (IAnswerFormat format, ReceiptWish wish) = await ReadAsync(context, read).ConfigureAwait(false);
        HostedModel model = models.Get(format.Request.Model);
        using InferenceGate.Admission admission = gate.Admit(format.Request.ChoiceCount);
        ImmutableArray<ChatRun> runs = await StartAsync(model, format, wish, admission, context.RequestAborted).ConfigureAwait(false);
        if (format.Request.IsStream)
            await StreamAsync(context, format, runs, wish, admission).ConfigureAwait(false);
        else
            await CompleteAsync(context, format, runs, wish, admission).ConfigureAwait(false);
    }

    private static async Task<(IAnswerFormat Format, ReceiptWish Wish)> ReadAsync(HttpContext context, AnswerFormatReader read)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        using RequestBody body = await RequestBody.ReadAsync(context).ConfigureAwait(false);
        IAnswerFormat format = read(body.Span);
        return (format, ReceiptWishReader.AddHeader(format.Request.Receipt, context.Request.Headers));
    }

    private async ValueTask<ImmutableArray<ChatRun>> StartAsync(
        HostedModel model, IAnswerFormat format, ReceiptWish wish, InferenceGate.Admission admission, CancellationToken cancellationToken)
    {
        // A long prompt takes time and memory to render and cut into tokens: no more of them at once than may compute.
        using InferenceGate.Turn turn = await admission.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return ChatRun.Start(model, format.Request with { Receipt = wish }, issuer.DrawKey, issuer.Now);
        }
        catch (InvalidInputException error)
        {
            // The OpenAI API answers 400 to a prompt that the model cannot hold, and clients look for that.
            InvalidInputKind kind = error is { Kind: InvalidInputKind.TooLarge, Subject: "messages" } ? InvalidInputKind.Invalid : error.Kind;
            throw new InvalidInputException(kind, format.NameOf(error.Subject), error.Message, error);
        }
    }

    private async Task CompleteAsync(
        HttpContext context, IAnswerFormat format, ImmutableArray<ChatRun> runs, ReceiptWish wish, InferenceGate.Admission admission)
    {
        ImmutableArray<ChatAnswer> answers =
            [.. await Task.WhenAll(runs.Select(run => MakeAsync(run, wish, admission, static _ => ValueTask.CompletedTask, context.RequestAborted))).ConfigureAwait(false)];
        context.RequestAborted.ThrowIfCancellationRequested();
        if (wish.IsIncluded)
            ReceiptHeader.Set(context.Response, [.. answers.Select(answer => (answer.Receipt!.Id, access.TokenFor(answer.Run.ProviderNonce)))]);
        await JsonResponse.WriteAsync(context, writer => format.WriteWhole(writer, answers)).ConfigureAwait(false);
    }

    private async Task StreamAsync(
        HttpContext context, IAnswerFormat format, ImmutableArray<ChatRun> runs, ReceiptWish wish, InferenceGate.Admission admission)
    {
        using ServerSentEvents events = new(context);
        if (wish.IsIncluded)
            ReceiptHeader.SetForStream(context.Response, [.. runs.Select(run => (run.ProviderNonce, access.TokenFor(run.ProviderNonce), run.Draw))]);
        await TrySendAsync(events, () => format.Begin(events, runs), context.RequestAborted).ConfigureAwait(false);
        ImmutableArray<ChatAnswer> answers =
            [.. await Task.WhenAll(runs.Select(run => StreamAsync(events, format, run, wish, admission, context.RequestAborted))).ConfigureAwait(false)];
        await events.SendAsync(() => format.End(events, answers), context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<ChatAnswer> StreamAsync(
        ServerSentEvents events, IAnswerFormat format, ChatRun run, ReceiptWish wish, InferenceGate.Admission admission, CancellationToken aborted)
    {
        ValueTask PassAsync(string text) => text.Length == 0 ? ValueTask.CompletedTask : TrySendAsync(events, () => format.WriteText(events, run, text), aborted);

        ChatAnswer answer = await MakeAsync(run, wish, admission, PassAsync, aborted).ConfigureAwait(false);
        await PassAsync(run.TakeRest()).ConfigureAwait(false);
        await TrySendAsync(events, () => format.Finish(events, answer), aborted).ConfigureAwait(false);
        return answer;
    }

    /// <summary>Makes one answer to its end and its receipt; tells the text as it becomes certain.</summary>
    private async Task<ChatAnswer> MakeAsync(
        ChatRun run, ReceiptWish wish, InferenceGate.Admission admission, Func<string, ValueTask> passAsync, CancellationToken aborted)
    {
        while (await MoveNextAsync(run, admission, aborted).ConfigureAwait(false))
            await passAsync(run.TakeText()).ConfigureAwait(false);

        AssistantMessage message = run.ReadMessage();
        IssuedReceipt receipt = await issuer.IssueAsync(run.ToRecord(message)).ConfigureAwait(false);
        return new ChatAnswer(run, run.Generation.Result, message, ChatRun.FinishOf(run.Generation.Result, message), wish.IsIncluded ? receipt : null);
    }

    /// <summary>Makes one token in a turn of its own. The one place that does: answers share the processors here and nowhere else.</summary>
    private static async ValueTask<bool> MoveNextAsync(ChatRun run, InferenceGate.Admission admission, CancellationToken aborted)
    {
        // Waiting for a turn is not given up when the client goes: the generation itself then ends as aborted, at once.
        using InferenceGate.Turn turn = await admission.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        return run.Generation.MoveNext(aborted);
    }

    /// <summary>Sends events; where the client has gone it does nothing, for what it was sent gets its receipt all the same.</summary>
    private static async ValueTask TrySendAsync(ServerSentEvents events, Action write, CancellationToken aborted)
    {
        try
        {
            await events.SendAsync(write, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The next token ends the answer as aborted.
        }
    }
}
