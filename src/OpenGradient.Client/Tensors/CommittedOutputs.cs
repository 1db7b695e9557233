using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

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
    public async Task<ImmutableArray<(VerifiedAnswer Answer, ImmutableArray<CommitmentLeaf> Output)>> AskAsync(
        string path, string model, JsonValue request, Func<byte[], HttpContent> createContent, ImmutableArray<ImmutableArray<CommitmentLeaf>> sent, CancellationToken cancellation)
    {
        if (options.Policy.For(options.Purpose).DeniesAll)
            throw new UnverifiedAnswerException("the policy has no rule for this purpose and amount, so nothing was asked");
        SentRequest stated = SentRequest.Create(CanonicalJson.Serialize(request));
        using HttpResponseMessage response = await _retry.RunAsync(token => SendAsync(path, createContent(stated.Body), token), cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"the node refused: {await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)}", null, response.StatusCode);
        ReceiptId[] ids = NodeBundles.ReceiptIds(response.Headers);
        string[] tokens = NodeBundles.DisclosureTokens(response.Headers);
        if (ids.Length != sent.Length)
            throw new UnverifiedAnswerException($"{sent.Length} runs were asked for, and there are {ids.Length} receipts");
        var outputs = ImmutableArray.CreateBuilder<(VerifiedAnswer, ImmutableArray<CommitmentLeaf>)>(ids.Length);
        foreach ((int index, ReceiptId id) in ids.Index())
            outputs.Add(await RequireAsync(stated, model, id, tokens.ElementAtOrDefault(index), sent[index], cancellation).ConfigureAwait(false));
        return outputs.MoveToImmutable();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, options.AddressOf(path)) { Content = content };
        return await http.SendAsync(message, cancellation).ConfigureAwait(false);
    }

    private async Task<(VerifiedAnswer Answer, ImmutableArray<CommitmentLeaf> Output)> RequireAsync(
        SentRequest request, string model, ReceiptId id, string? token, ImmutableArray<CommitmentLeaf> sent, CancellationToken cancellation)
    {
        byte[] bytes = await _bundles.GetAsync(id, token, new AnswerCheck(options).AsksForLog(options.Purpose), cancellation).ConfigureAwait(false);
        AnswerCheck check = new(options with
        {
            Compare = (_, receipt, opened) => SentConversation.IsModel(model, receipt.Model)
                ? [.. SentConversation.CompareParts(sent, receipt, opened)]
                : ["model: the request names another than the receipt."],
        });
        VerifiedAnswer answer = check.Require(request, options.Purpose, bytes, id, answer: null);
        ImmutableArray<CommitmentLeaf> output = ReadOutput(answer);
        options.Keep?.Invoke(answer);
        return (answer, output);
    }

    private static ImmutableArray<CommitmentLeaf> ReadOutput(VerifiedAnswer answer)
    {
        Commitment commitment = answer.Report.Receipt!.Content.Output;
        ImmutableArray<Disclosure> disclosures = Bundle.TryParse(answer.Bundle.Span, out Bundle? bundle, out _) ? bundle.Disclosures : [];
        ImmutableArray<CommitmentLeaf> leaves =
        [
            .. disclosures.Where(disclosure => disclosure.Side == CommitmentSide.Output && disclosure.IsPartOf(commitment))
                .DistinctBy(static disclosure => disclosure.Index).OrderBy(static disclosure => disclosure.Index).Select(static disclosure => disclosure.Leaf),
        ];
        return leaves.Length == commitment.Leaves ? leaves : throw new UnverifiedAnswerException("the bundle does not disclose what was returned", answer.Report);
    }
}
