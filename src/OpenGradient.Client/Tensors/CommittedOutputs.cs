using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Http.Headers;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>Asks for outputs that are read from the bundles of their receipts: of the node's answer nothing is used but which receipts there are.</summary>
/// <remarks>What is read so is what the receipt commits to, bit for bit; there is nothing to compare it with.</remarks>
/// <param name="options">What is demanded.</param>
/// <param name="http">Sends; it need not verify.</param>
internal sealed class CommittedOutputs(OpenGradientOptions options, HttpMessageInvoker http)
{
    private readonly NodeBundles _bundles = new(options, http.SendAsync);
    private readonly SafeRetry _retry = new(options);

    /// <summary>Sends a request.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model, whose name or id the receipts must have.</param>
    /// <param name="request">The JSON of the request.</param>
    /// <param name="createContent">What goes over the wire, made of that JSON with a nonce in it.</param>
    /// <param name="sent">For each run that the request asks for, what was sent, as the leaves of its input but the tokens.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>For each run, what stands behind it, and the leaves of its output.</returns>
    /// <exception cref="UnverifiedAnswerException">The evidence is missing, wrong or not enough.</exception>
    /// <exception cref="HttpRequestException">The node cannot be reached, or refuses.</exception>
    public async Task<ImmutableArray<CommittedOutput>> AskAsync(
        string path, string model, JsonValue request, Func<byte[], HttpContent> createContent, ImmutableArray<ImmutableArray<CommitmentLeaf>> sent, CancellationToken cancellation)
    {
        if (options.Policy.For(options.Purpose).DeniesAll)
            throw new UnverifiedAnswerException("the policy has no rule for this purpose and amount, so nothing was asked");
        SentRequest stated = SentRequest.Create(CanonicalJson.Serialize(request));
        using HttpResponseMessage response = await _retry.RunAsync(token => SendAsync(path, createContent(stated.Body), token), cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"the node refused: {await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)}", null, response.StatusCode);
        return await ReadAsync(response.Headers, stated, model, options.Purpose, sent, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads the outputs of an answer from the bundles of the receipts that its headers name.</summary>
    /// <param name="headers">The headers; nothing else of the answer is used.</param>
    /// <param name="request">The request with its nonce.</param>
    /// <param name="model">The model, whose name or id the receipts must have.</param>
    /// <param name="purpose">What the answer is for.</param>
    /// <param name="sent">For each run that the request asks for, the leaves of its input; without the tokens, unless nothing else was sent.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>For each run, what stands behind it, and the leaves of its output.</returns>
    /// <exception cref="UnverifiedAnswerException">The evidence is missing, wrong or not enough.</exception>
    public async Task<ImmutableArray<CommittedOutput>> ReadAsync(
        HttpResponseHeaders headers, SentRequest request, string model, Purpose purpose, ImmutableArray<ImmutableArray<CommitmentLeaf>> sent, CancellationToken cancellation)
    {
        ReceiptId[] ids = NodeBundles.ReceiptIds(headers);
        string[] tokens = NodeBundles.DisclosureTokens(headers);
        if (ids.Length != sent.Length)
            throw new UnverifiedAnswerException($"{sent.Length} runs were asked for, and there are {ids.Length} receipts");
        if (ids.Distinct().Count() != ids.Length)
            throw new UnverifiedAnswerException("two answers have one receipt");
        var outputs = ImmutableArray.CreateBuilder<CommittedOutput>(ids.Length);
        foreach ((int index, ReceiptId id) in ids.Index())
            outputs.Add(await RequireAsync(request, model, purpose, id, tokens.ElementAtOrDefault(index), sent[index], cancellation).ConfigureAwait(false));
        return outputs.MoveToImmutable();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, options.AddressOf(path)) { Content = content };
        if (options.Purpose.HeaderValue is { } purpose)
            message.Headers.TryAddWithoutValidation(Purpose.HeaderName, purpose);
        return await http.SendAsync(message, cancellation).ConfigureAwait(false);
    }

    private async Task<CommittedOutput> RequireAsync(
        SentRequest request, string model, Purpose purpose, ReceiptId id, string? token, ImmutableArray<CommitmentLeaf> sent, CancellationToken cancellation)
    {
        byte[] bytes = await _bundles.GetAsync(id, token, new AnswerCheck(options).AsksForLog(purpose), cancellation).ConfigureAwait(false);
        AnswerCheck check = new(options with
        {
            Compare = (_, receipt, opened) => SentConversation.IsModel(model, receipt.Model)
                ? [.. SentConversation.CompareParts(sent, receipt, opened)]
                : ["model: the request names another than the receipt."],
        });
        VerifiedAnswer answer = check.Require(request, purpose, bytes, id, answer: null);
        CommittedOutput output = ReadOutput(answer);
        options.Keep?.Invoke(answer);
        return output;
    }

    private static CommittedOutput ReadOutput(VerifiedAnswer answer)
    {
        Commitment commitment = answer.Report.Receipt!.Content.Output;
        if (!Bundle.TryParse(answer.Bundle.Span, out Bundle? bundle, out _))
            throw new UnreachableException(); // it was verified
        ImmutableArray<CommitmentLeaf> leaves =
        [
            .. bundle.Disclosures.Where(disclosure => disclosure.Side == CommitmentSide.Output && disclosure.IsPartOf(commitment))
                .DistinctBy(static disclosure => disclosure.Index).OrderBy(static disclosure => disclosure.Index).Select(static disclosure => disclosure.Leaf),
        ];
        return leaves.Length == commitment.Leaves
            ? new CommittedOutput(answer, bundle.Dsse, leaves)
            : throw new UnverifiedAnswerException("the bundle does not disclose what was returned", answer.Report);
    }
}
