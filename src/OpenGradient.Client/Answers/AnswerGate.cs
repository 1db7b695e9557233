using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>What one request's answers have to pass: for each, its bundle is fetched if it did not come along, checked and kept before anything is released.</summary>
/// <param name="options">What is demanded.</param>
/// <param name="fetch">Fetches the bundle of a receipt, with what a token discloses; with the log's proof, or at once.</param>
/// <param name="request">What was sent.</param>
/// <param name="purpose">What the answers are for.</param>
/// <param name="api">The API that was called.</param>
/// <param name="tokens">The tokens that disclose the answers, in their order.</param>
/// <param name="released">Takes what stands behind the answers, in their order.</param>
internal sealed class AnswerGate(
    OpenGradientOptions options,
    Func<ReceiptId, string?, bool, CancellationToken, Task<byte[]>> fetch,
    SentRequest request,
    Purpose purpose,
    AnswerApi api,
    string[] tokens,
    ICollection<VerifiedAnswer> released)
{
    private readonly AnswerCheck _check = new(options);

    /// <summary>A verifier of the stream that answers.</summary>
    public AnswerStreamVerifier CreateStreamVerifier() => new(new StreamExpectation(request.Nonce, _check.IssuersFor(purpose), api));

    /// <summary>Whether a stream may be shown segment by segment.</summary>
    public bool MayFlow => _check.MayFlow(purpose);

    /// <summary>Requires that a model whose answer is about to flow is one that the policy takes.</summary>
    /// <exception cref="UnverifiedAnswerException">It is not.</exception>
    public void RequireModel(ModelId model) => _check.RequireModel(purpose, model);

    /// <summary>Requires that there are as many answers as were asked for: one that is kept back might be the one that matters.</summary>
    /// <exception cref="UnverifiedAnswerException">There are more or fewer.</exception>
    public void RequireCount(int count)
    {
        int asked = api is AnswerApi.ChatCompletions or AnswerApi.Completions ? request.AnswerCount : 1;
        if (count != asked)
            throw new UnverifiedAnswerException($"the request asked for {asked} answers, and there are {count}");
    }

    /// <summary>Checks a body in one piece.</summary>
    /// <param name="body">The body.</param>
    /// <param name="bundles">The bundles that came with it; those that did not are fetched.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UnverifiedAnswerException">It must not be released.</exception>
    public async Task RequireAsync(byte[] body, IReadOnlyList<byte[]> bundles, CancellationToken cancellation)
    {
        if (!JsonReader.TryRead(body, out JsonValue? json))
            throw new UnverifiedAnswerException("the answer is not I-JSON");
        ImmutableArray<DsseEnvelope> receipts = ReturnedBody.Receipts(json);
        ImmutableArray<ReturnedAnswer> answers = WithoutEcho(ReturnedBody.Read(api, json));
        RequireCount(answers.Length);
        if (receipts.Length != answers.Length)
            throw new UnverifiedAnswerException($"there are {answers.Length} answers and {receipts.Length} receipts");
        foreach ((int index, (DsseEnvelope receipt, ReturnedAnswer answer)) in receipts.Zip(answers).Index())
        {
            ReceiptId id = new(Digest.Sha256(receipt.Payload.Span));
            await RequireAsync(id, index, bundles.ElementAtOrDefault(index), answer, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Checks the evidence of one answer.</summary>
    /// <param name="id">The receipt that the answer brought.</param>
    /// <param name="index">Which answer it is.</param>
    /// <param name="brought">The bundle that came with it; null if none did, and it is to be fetched.</param>
    /// <param name="answer">What it shows; null if that was held against the receipt already.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UnverifiedAnswerException">It must not be released.</exception>
    public async Task RequireAsync(ReceiptId id, int index, byte[]? brought, ReturnedAnswer? answer, CancellationToken cancellation)
    {
        byte[] bundle = brought ?? await fetch(id, tokens.ElementAtOrDefault(index), _check.AsksForLog(purpose), cancellation).ConfigureAwait(false);
        Require(bundle, id, answer);
    }

    private void Require(byte[] bundle, ReceiptId id, ReturnedAnswer? answer)
    {
        VerifiedAnswer verified = _check.Require(request, purpose, bundle, id, answer);
        if (released.Any(other => other.Report.Receipt!.Id == id))
            throw new UnverifiedAnswerException("two answers have one receipt", verified.Report);
        options.Keep?.Invoke(verified);
        released.Add(verified);
    }

    /// <summary>The answers without the prompt, where the request wants it in front of each: it is the client's own, and no receipt's output.</summary>
    private ImmutableArray<ReturnedAnswer> WithoutEcho(ImmutableArray<ReturnedAnswer> answers)
    {
        if (api != AnswerApi.Completions || !request.IsEcho)
            return answers;
        if (!JsonReader.TryRead(request.Body, out JsonValue? body) || !body.TryGetString("prompt", out string? prompt))
            throw new UnverifiedAnswerException("the echo of a prompt that is no text cannot be compared");
        return [.. answers.Select(answer => answer.Text.StartsWith(prompt, StringComparison.Ordinal)
            ? answer with { Text = answer.Text[prompt.Length..] }
            : throw new UnverifiedAnswerException("the answer does not begin with the prompt, as the request asked"))];
    }
}
