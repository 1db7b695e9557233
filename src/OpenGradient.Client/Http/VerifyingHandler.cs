using System.Net;
using System.Net.Http.Headers;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>Lets a client of the OpenAI or Anthropic API see only answers that are verified: put it below any <see cref="HttpClient"/>.</summary>
/// <remarks>
/// <para>Each request for inference gets a nonce of its own and the wish for a receipt. Its answer is released when its bundle meets the policy, is about the request that was sent, and commits to what
/// is shown; a stream segment by segment, its end last. What is refused throws <see cref="UnverifiedAnswerException"/>, from the call or from reading the stream.</para>
/// <para>Not guaranteed: token counts, log-probabilities and ids in answers; answers to GET; the node's words when it refuses.</para>
/// </remarks>
public sealed class VerifyingHandler : DelegatingHandler
{
    /// <summary>What the answer to a request is for, in the options of the request.</summary>
    public static readonly HttpRequestOptionsKey<Purpose> Purpose = new("opengradient.purpose");

    /// <summary>What stands behind the answers to a request, in the options of the request; those of a stream are there when it has been read to its end.</summary>
    public static readonly HttpRequestOptionsKey<IReadOnlyList<VerifiedAnswer>> Answers = new("opengradient.answers");

    /// <summary>The requests that can be compared here, and those whose comparison must be given.</summary>
    private static readonly (string Path, AnswerApi Api)[] Comparable = [("/chat/completions", AnswerApi.ChatCompletions), ("/completions", AnswerApi.Completions)];
    private static readonly (string Path, AnswerApi Api)[] Inferences = [.. Comparable, ("/responses", AnswerApi.Responses), ("/messages", AnswerApi.Messages)];

    private readonly OpenGradientOptions _options;
    private readonly SafeRetry _retry;
    private readonly NodeBundles _bundles;

    /// <summary>A handler that goes before another one.</summary>
    public VerifyingHandler(OpenGradientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _retry = new SafeRetry(options);
        _bundles = new NodeBundles(options, base.SendAsync);
    }

    /// <summary>A handler before <paramref name="inner"/>, which sends.</summary>
    public VerifyingHandler(OpenGradientOptions options, HttpMessageHandler inner)
        : this(options) => InnerHandler = inner;

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An answer is verified before it is released, which may ask the node: send asynchronously.");

    /// <inheritdoc/>
    /// <exception cref="UnverifiedAnswerException">The evidence is missing, wrong or not enough; or nothing was asked, because no answer could meet the policy.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Purpose purpose = PurposeOf(request);
        AnswerApi api = RequireAskable(request, purpose);
        SentRequest sent = SentRequest.Create(await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        if (sent is { IsStream: true, IsEcho: true } && api == AnswerApi.Completions)
            throw new UnverifiedAnswerException("a stream with an echo has no segments, so nothing was asked: ask without 'echo', or without 'stream'");
        request.Content = WithHeaders(new ByteArrayContent(sent.Body), request.Content.Headers);
        if (purpose.HeaderValue is { } said)
        {
            request.Headers.Remove(Verification.Purpose.HeaderName);
            request.Headers.TryAddWithoutValidation(Verification.Purpose.HeaderName, said);
        }

        request.Headers.TryAddWithoutValidation("Prefer", $"receipt-bundle, {NodeBundles.WaitPreference(new AnswerCheck(_options).AsksForLog(purpose))}");
        HttpResponseMessage response = await _retry.RunAsync(token => base.SendAsync(request, token), cancellationToken).ConfigureAwait(false);
        if ((int)response.StatusCode >= (int)HttpStatusCode.BadRequest)
            return response; // the node's refusal: it says of itself that it is no answer
        return await VerifyAsync(response, request, sent, purpose, api, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> VerifyAsync(HttpResponseMessage response, HttpRequestMessage request, SentRequest sent, Purpose purpose, AnswerApi api, CancellationToken cancellation)
    {
        try
        {
            if (response.StatusCode != HttpStatusCode.OK)
                throw new UnverifiedAnswerException($"the node answers {(int)response.StatusCode}, which is neither an answer nor a refusal");
            List<VerifiedAnswer> answers = InferenceScope.Current?.Answers ?? [];
            request.Options.Set(Answers, answers);
            AnswerGate gate = new(_options, _bundles.GetAsync, sent, purpose, api, NodeBundles.DisclosureTokens(response.Headers), answers);
            // In the form that was asked for: a client that waits for the other takes this one for an empty answer. How to read the bytes is not the node's to say.
            response.Content = sent.IsStream
                ? new StreamContent(new VerifiedStream(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), gate)) { Headers = { ContentType = new("text/event-stream") } }
                : new ByteArrayContent(await ReadVerifiedAsync(response, gate, cancellation).ConfigureAwait(false)) { Headers = { ContentType = new("application/json") } };
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<byte[]> ReadVerifiedAsync(HttpResponseMessage response, AnswerGate gate, CancellationToken cancellation)
    {
        byte[] body = await NodeBundles.ReadAsync(response, _options.MaximumBytes, cancellation).ConfigureAwait(false);
        BroughtBundles brought = BroughtBundles.Cut(body);
        await gate.RequireAsync(brought.Body, brought.Bundles, cancellation).ConfigureAwait(false);
        return brought.Body;
    }

    private Purpose PurposeOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(Purpose, out Purpose own) ? own : InferenceScope.Current?.Purpose ?? _options.Purpose;

    /// <summary>The API that is called, if an answer could be verified at all: else nothing is asked, and nothing paid.</summary>
    private AnswerApi RequireAskable(HttpRequestMessage request, Purpose purpose)
    {
        string path = request.RequestUri!.AbsolutePath;
        (string? known, AnswerApi api) = (_options.Compare is null ? Comparable : Inferences).FirstOrDefault(known => path.EndsWith(known.Path, StringComparison.Ordinal));
        if (request.Content is null || known is null)
            throw new UnverifiedAnswerException($"what {request.Method} {path} answers cannot be compared with its receipt here, so nothing was asked");
        if (_options.Policy.For(purpose).DeniesAll)
            throw new UnverifiedAnswerException("the policy has no rule for this purpose and amount, so nothing was asked");
        return api;
    }

    private static ByteArrayContent WithHeaders(ByteArrayContent content, HttpContentHeaders headers)
    {
        foreach ((string name, IEnumerable<string> values) in headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                content.Headers.TryAddWithoutValidation(name, values);
        }

        return content;
    }
}
