using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>Whether an answer may be released: its evidence meets the policy, it is about the request that was sent, and it is what is shown.</summary>
internal sealed class AnswerCheck(OpenGradientOptions options)
{
    /// <summary>What a policy can ask for that each segment of a stream shows already, or its receipt alone.</summary>
    private static readonly ImmutableArray<RowKind> ShownWhileItFlows = [RowKind.Signature, RowKind.Log, RowKind.Witnesses, RowKind.Input, RowKind.Output, RowKind.Draw];

    /// <summary>Whether a stream may be shown segment by segment: everything that is demanded beyond the issuer's word comes with the log, moments later.</summary>
    /// <remarks>Where a policy asks for a computation to be confirmed, or for what no segment shows, nothing is shown before that.</remarks>
    public bool MayFlow(Purpose purpose)
    {
        Policy demands = options.Policy.For(purpose);
        return !demands.DeniesAll && !demands.RefusesDictated && demands.AnyOf.IsEmpty && demands.RequiredRows(withReexecution: false).All(ShownWhileItFlows.Contains);
    }

    /// <summary>Whether anything asks for the log's proof, which comes a moment after the receipt.</summary>
    public bool AsksForLog(Purpose purpose)
    {
        Policy demands = options.Policy.For(purpose);
        return demands.AnyOf.Aggregate(demands.RequiredRows(withReexecution: false), static (all, rows) => all.Union(rows)).Overlaps([RowKind.Log, RowKind.Witnesses]);
    }

    /// <summary>The key ids whose signatures count; null for any.</summary>
    /// <remarks>What is sent has a nonce, so that the signature is demanded whatever the policy says.</remarks>
    public ImmutableArray<Digest>? IssuersFor(Purpose purpose) => options.Policy.For(purpose).Issuers;

    /// <summary>Requires that a model whose answer is about to flow is one that the policy takes: the receipt, which says so too, comes last.</summary>
    /// <exception cref="UnverifiedAnswerException">It is not.</exception>
    public void RequireModel(Purpose purpose, ModelId model)
    {
        if (options.Policy.For(purpose).Models is { } models && !models.Contains(model))
            throw new UnverifiedAnswerException($"the policy does not list the model {model}");
    }

    /// <summary>Checks the evidence of one answer.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="purpose">What the answer is for.</param>
    /// <param name="bytes">The bundle.</param>
    /// <param name="id">The receipt that the answer names.</param>
    /// <param name="answer">What the answer shows; null if it was compared already.</param>
    /// <exception cref="UnverifiedAnswerException">It must not be released.</exception>
    public VerifiedAnswer Require(SentRequest request, Purpose purpose, byte[] bytes, ReceiptId id, ReturnedAnswer? answer)
    {
        Policy policy = options.Policy.For(purpose) with { Nonce = request.Nonce };
        bool runsAgain = options.Reexecute is not null && AsksForReexecution(policy);
        VerificationReport report = BundleVerifier.Verify(bytes, policy, options.Time.GetUtcNow().ToUnixTimeSeconds(), runsAgain ? options.Reexecute : null);
        if (report.Receipt is null || report.Receipt.Id != id || !Bundle.TryParse(bytes, out Bundle? bundle, out _))
            throw new UnverifiedAnswerException("the node's bundle is not that of the answer's receipt", report);
        if (!report.Accepted)
            throw new UnverifiedAnswerException($"the policy is not met: {string.Join(" ", report.Demands.Where(static demand => !demand.IsMet).Select(static demand => $"{demand.Demand}: {demand.Finding}")).TrimEnd('.')}", report);
        if (FindLie(request, report.Receipt.Content, bundle, answer) is { } lie)
            throw new UnverifiedAnswerException(lie, report);
        return new VerifiedAnswer(report, bytes);
    }

    private static bool AsksForReexecution(Policy policy) => policy.Require.Contains(RowKind.Reexecution) || policy.AnyOf.Any(static rows => rows.Contains(RowKind.Reexecution));

    private string? FindLie(SentRequest request, ReceiptContent content, Bundle bundle, ReturnedAnswer? answer)
    {
        ImmutableArray<Disclosure> opened = [.. bundle.Disclosures.Where(disclosure => disclosure.IsPartOf(disclosure.Side == CommitmentSide.Input ? content.Input : content.Output))];
        ImmutableArray<string> differences = (options.Compare ?? SentConversation.Compare)(request.Body, content, opened);
        if (!differences.IsEmpty)
            return $"the receipt is not about the request that was sent: {string.Join(" ", differences)}";
        return answer is null ? null : FindChange(content, opened, answer);
    }

    private static string? FindChange(ReceiptContent content, ImmutableArray<Disclosure> opened, ReturnedAnswer answer)
    {
        Disclosure? last = opened.FirstOrDefault(disclosure => disclosure.Side == CommitmentSide.Output && disclosure.Index == content.Output.Leaves - 1);
        if (last is null || !AnswerLeaf.TryRead(last.Leaf, out AnswerLeaf? committed))
            return "the bundle does not disclose what was returned";
        return answer.IsAs(committed) ? null : "the answer is not the one that the receipt commits to: somebody changed it on the way";
    }
}
