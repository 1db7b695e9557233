using System.Collections.Immutable;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Proxy;

/// <summary>Whether an answer may be released: its evidence meets the policy, it is about the request that was sent, and it is what is shown.</summary>
internal sealed class AnswerCheck(ProxyOptions options)
{
    /// <summary>What a policy can ask for that each segment of a stream shows already, or its receipt alone.</summary>
    private static readonly ImmutableArray<RowKind> ShownWhileItFlows = [RowKind.Signature, RowKind.Log, RowKind.Witnesses, RowKind.Input, RowKind.Output, RowKind.Draw];

    /// <summary>Whether a stream may be shown segment by segment: everything that is demanded beyond the issuer's word comes with the log, moments later.</summary>
    /// <remarks>Where a policy asks for a computation to be confirmed, nothing is shown before it is.</remarks>
    public bool MayFlow(Purpose purpose)
    {
        Policy demands = options.Policy.For(purpose);
        return !demands.DeniesAll && demands.AnyOf.IsEmpty && demands.RequiredRows(withReexecution: false).All(ShownWhileItFlows.Contains);
    }

    /// <summary>The key ids whose signatures count; null for any.</summary>
    public ImmutableArray<Digest>? IssuersFor(Purpose purpose) => options.Policy.For(purpose).Issuers;

    /// <summary>Requires that a model whose answer is about to flow is one that the policy takes: the receipt, which says so too, comes last.</summary>
    /// <exception cref="RefusedAnswerException">It is not.</exception>
    public void RequireModel(Purpose purpose, ModelId model)
    {
        if (options.Policy.For(purpose).Models is { } models && !models.Contains(model))
            throw new RefusedAnswerException($"the policy does not list the model {model}");
    }

    /// <param name="request">What was sent.</param>
    /// <param name="purpose">What the answer is for.</param>
    /// <param name="bytes">The bundle.</param>
    /// <param name="id">The receipt that the answer names.</param>
    /// <param name="answer">What the answer shows; null if it was compared already.</param>
    /// <exception cref="RefusedAnswerException">It must not be released.</exception>
    public void Require(ProxiedRequest request, Purpose purpose, byte[] bytes, ReceiptId id, ReturnedAnswer? answer)
    {
        Policy policy = options.Policy.For(purpose) with { Nonce = request.Nonce };
        bool runsAgain = options.Reexecute is not null && AsksForReexecution(policy);
        VerificationReport report = BundleVerifier.Verify(bytes, policy, options.Time.GetUtcNow().ToUnixTimeSeconds(), runsAgain ? options.Reexecute : null);
        if (report.Receipt is null || report.Receipt.Id != id || !Bundle.TryParse(bytes, out Bundle? bundle, out _))
            throw new RefusedAnswerException("the node's bundle is not that of the answer's receipt");
        if (!report.Accepted)
            throw new RefusedAnswerException($"the policy is not met: {string.Join(" ", report.Demands.Where(static demand => !demand.IsMet).Select(static demand => $"{demand.Demand}: {demand.Finding}"))}");
        RequireSameRequest(request, report.Receipt.Content, bundle);
        if (answer is not null)
            RequireSameAnswer(report.Receipt.Content, bundle, answer);
    }

    private static bool AsksForReexecution(Policy policy) => policy.Require.Contains(RowKind.Reexecution) || policy.AnyOf.Any(static rows => rows.Contains(RowKind.Reexecution));

    private static void RequireSameRequest(ProxiedRequest request, ReceiptContent content, Bundle bundle)
    {
        ImmutableArray<string> differences = RequestComparison.Run(request.Body, content, [.. bundle.Disclosures.Where(disclosure => IsOpened(disclosure, content))]);
        if (!differences.IsEmpty)
            throw new RefusedAnswerException($"the receipt is not about the request that was sent: {string.Join(" ", differences)}");
    }

    private static void RequireSameAnswer(ReceiptContent content, Bundle bundle, ReturnedAnswer answer)
    {
        Disclosure? last = bundle.Disclosures.FirstOrDefault(disclosure => disclosure.Side == CommitmentSide.Output && disclosure.Index == content.Output.Leaves - 1 && IsOpened(disclosure, content));
        if (last is null || !AnswerLeaf.TryRead(last.Leaf, out AnswerLeaf? committed))
            throw new RefusedAnswerException("the bundle does not disclose what was returned");
        if (!answer.IsAs(committed))
            throw new RefusedAnswerException("the answer is not the one that the receipt commits to: somebody changed it on the way");
    }

    private static bool IsOpened(Disclosure disclosure, ReceiptContent content) =>
        disclosure.IsPartOf(disclosure.Side == CommitmentSide.Input ? content.Input : content.Output);
}
