using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary>Answers from a language model, in one piece or as a stream, with a receipt for each answer: the same for every API.</summary>
/// <remarks>
/// When the client goes away, does not read its stream, or the time for an answer is over, an answer ends where it is, and its receipt says
/// <c>aborted</c> over the tokens made until then.
/// </remarks>
internal sealed class AnswerEndpoint(
    ModelHost models, RequestIntake intake, ClientIdentity clients, ReceiptIssuer issuer, EvidenceGate evidence, BundleBuilder bundles, DisclosureAccess access, SessionTable sessions, NodeOptions options)
{
    /// <summary>Handles a request in the form that <paramref name="read"/> reads.</summary>
    public async Task HandleAsync(HttpContext context, AnswerFormatReader read)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        (IAnswerFormat format, ReceiptWish wish, ImmutableArray<ChatRun> runs, SessionClaim claim) =
            await intake.HandleAsync(context, body => Start(context, read(body.Span), end)).ConfigureAwait(false);
        try
        {
            if (format.Request.IsStream)
                await StreamAsync(context, format, runs, wish).ConfigureAwait(false);
            else
                await CompleteAsync(context, format, runs, wish).ConfigureAwait(false);
        }
        finally
        {
            // Whatever went wrong, nobody is left to read more.
            foreach (ChatRun run in runs)
                run.Generation.Abort();
            claim.Dispose();
        }
    }

    private (IAnswerFormat Format, ReceiptWish Wish, ImmutableArray<ChatRun> Runs, SessionClaim Claim) Start(HttpContext context, IAnswerFormat format, CancellationTokenSource end)
    {
        ReceiptWish wish = ReceiptWishReader.AddHeader(format.Request.Receipt, context.Request.Headers);
        evidence.Require(PurposeHeader.Read(context.Request, Purpose.None), new RestingRequest { Messages = format.Request.Messages, Wish = wish }, context.RequestAborted);
        HostedModel model = models.Get(format.Request.Model);
        ServingClient client = clients.Of(context, format.Request.CacheKey);
        if (wish.Session is not null && format.Request.ChoiceCount > 1)
            throw new InvalidInputException(InvalidInputKind.Unsupported, SessionWish.HeaderName, "A session has one answer after another, and the request wants several at once.");
        end.CancelAfter(AnswerDeadline.Read(context.Request.Headers, options.AnswerTime));
        SessionClaim claim = sessions.Claim(wish.Session);
        try
        {
            return (format, wish, Start(model, format, wish, client, claim, end.Token), claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private ImmutableArray<ChatRun> Start(HostedModel model, IAnswerFormat format, ReceiptWish wish, ServingClient client, SessionClaim claim, CancellationToken end)
    {
        try
        {
            return ChatRun.Start(model, format.Request with { Receipt = wish }, issuer.DrawKey, issuer.Now, client, end, claim.Place);
        }
        catch (InvalidInputException error)
        {
            // The OpenAI API answers 400 to a prompt that the model cannot hold, and clients look for that.
            InvalidInputKind kind = error is { Kind: InvalidInputKind.TooLarge, Subject: "messages" } ? InvalidInputKind.Invalid : error.Kind;
            throw new InvalidInputException(kind, format.NameOf(error.Subject), error.Message, error);
        }
    }

    private async Task CompleteAsync(HttpContext context, IAnswerFormat format, ImmutableArray<ChatRun> runs, ReceiptWish wish)
    {
        ImmutableArray<ChatAnswer> answers = await GatherAsync(runs.Select(run => CompleteAsync(run, wish))).ConfigureAwait(false);
        context.RequestAborted.ThrowIfCancellationRequested();
        if (wish.IsIncluded)
            ReceiptHeader.Set(context.Response, [.. answers.Select(answer => (answer.Receipt!.Id, access.TokenFor(answer.Run.ProviderNonce)))]);
        if (AsksForBundles(context, wish))
            answers = await WithBundlesAsync(answers, context).ConfigureAwait(false);
        await JsonResponse.WriteAsync(context, writer => format.WriteWhole(writer, answers)).ConfigureAwait(false);
    }

    private static bool AsksForBundles(HttpContext context, ReceiptWish wish) => wish.IsIncluded && ReceiptPreferences.AsksForBundle(context.Request);

    private static async Task<ImmutableArray<ChatAnswer>> GatherAsync(IEnumerable<Task<ChatAnswer>> answers) => [.. await Task.WhenAll(answers).ConfigureAwait(false)];

    private Task<ImmutableArray<ChatAnswer>> WithBundlesAsync(ImmutableArray<ChatAnswer> answers, HttpContext context) =>
        GatherAsync(answers.Select(answer => WithBundleAsync(answer, context)));

    /// <summary>An answer with its bundle, which discloses input and output to the client whose they are.</summary>
    private async Task<ChatAnswer> WithBundleAsync(ChatAnswer answer, HttpContext context)
    {
        Bundle bundle = await bundles.BuildAsync(answer.Receipt!.Stored!, isDisclosed: true, ReceiptPreferences.ReadWait(context.Request), context.RequestAborted).ConfigureAwait(false);
        return answer with { Receipt = answer.Receipt with { Bundle = bundle.ToBytes() } };
    }

    private async Task StreamAsync(HttpContext context, IAnswerFormat format, ImmutableArray<ChatRun> runs, ReceiptWish wish)
    {
        using ServerSentEvents events = new(context, options.ReaderTime);
        if (wish.IsIncluded)
            ReceiptHeader.SetForStream(context.Response, [.. runs.Select(run => (run.ProviderNonce, access.TokenFor(run.ProviderNonce), run.Draw))]);
        await TrySendAsync(events, () => Begin(events, format, runs, wish), context.RequestAborted).ConfigureAwait(false);
        ImmutableArray<ChatAnswer> answers = await GatherAsync(runs.Select(run => StreamAsync(events, format, run, wish, context.RequestAborted))).ConfigureAwait(false);
        ImmutableArray<ChatAnswer> bundled = AsksForBundles(context, wish) ? await WithBundlesAsync(answers, context).ConfigureAwait(false) : [];
        await events.SendAsync(() => End(events, format, answers, bundled), context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<ChatAnswer> StreamAsync(ServerSentEvents events, IAnswerFormat format, ChatRun run, ReceiptWish wish, CancellationToken aborted)
    {
        ValueTask PassAsync(string text, string? segment) => text.Length == 0 && segment is null
            ? ValueTask.CompletedTask
            : TrySendAsync(events, () => WriteText(events, format, run, text, segment), aborted);

        async Task FinishAsync(ChatAnswer answer, string rest)
        {
            await PassAsync(rest, segment: null).ConfigureAwait(false);
            await TrySendAsync(events, () => Finish(events, format, answer, rest), aborted).ConfigureAwait(false);
        }

        ChatAnswer answer = await GenerateAsync(run, text => PassAsync(text, run.Segments?.Add(run.Generation.Current, text))).ConfigureAwait(false);
        // The answer's end names no receipt yet, so it need not wait for the disk.
        Task<ChatAnswer> issued = IssueAsync(answer, wish);
        await Task.WhenAll(issued, FinishAsync(answer, run.TakeRest())).ConfigureAwait(false);
        return await issued.ConfigureAwait(false);
    }

    private void Begin(ServerSentEvents events, IAnswerFormat format, ImmutableArray<ChatRun> runs, ReceiptWish wish)
    {
        foreach (ChatRun run in wish.IsIncluded && format.HasSegments ? runs : [])
        {
            run.BeginSegments(issuer);
            events.WriteComment(run.Segments!.Begin());
        }

        format.Begin(events, runs);
    }

    private static void WriteText(ServerSentEvents events, IAnswerFormat format, ChatRun run, string text, string? segment)
    {
        if (text.Length > 0)
            format.WriteText(events, run, text);
        if (segment is not null)
            events.WriteComment(segment);
    }

    /// <summary>The end of one answer, with the segment that covers all that has been shown since the one before.</summary>
    private static void Finish(ServerSentEvents events, IAnswerFormat format, ChatAnswer answer, string rest)
    {
        format.Finish(events, answer);
        if (answer.Run.Segments is { } segments)
            events.WriteComment(segments.End(rest, answer.Record.Output, answer.Finish));
    }

    /// <summary>The end of all answers, behind the bundles that go in a stream.</summary>
    private static void End(ServerSentEvents events, IAnswerFormat format, ImmutableArray<ChatAnswer> answers, ImmutableArray<ChatAnswer> bundled)
    {
        foreach (ChatAnswer answer in bundled.Where(static answer => answer.Receipt!.Bundle!.Value.Length <= StreamBundle.MaximumBytes))
            events.WriteComment(new StreamBundle(answer.Run.Choice, answer.Receipt!.Bundle!.Value).Format());
        format.End(events, answers);
    }

    private async Task<ChatAnswer> CompleteAsync(ChatRun run, ReceiptWish wish) =>
        await IssueAsync(await GenerateAsync(run, static _ => ValueTask.CompletedTask).ConfigureAwait(false), wish).ConfigureAwait(false);

    /// <summary>Makes one answer to its end; tells the text as it becomes certain.</summary>
    private static async Task<ChatAnswer> GenerateAsync(ChatRun run, Func<string, ValueTask> passAsync)
    {
        while (await run.Generation.MoveNextAsync().ConfigureAwait(false))
            await passAsync(run.TakeText()).ConfigureAwait(false);

        AssistantMessage message = run.ReadMessage();
        return new ChatAnswer(run, run.Generation.Result, message, run.ToRecord(message), Receipt: null);
    }

    /// <summary>The answer with its receipt, if that is to be shown.</summary>
    private async Task<ChatAnswer> IssueAsync(ChatAnswer answer, ReceiptWish wish)
    {
        IssuedReceipt receipt = await issuer.IssueAsync(answer.Record).ConfigureAwait(false);
        return wish.IsIncluded ? answer with { Receipt = receipt } : answer;
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
            // The request's end has ended the answer as aborted.
        }
    }
}
