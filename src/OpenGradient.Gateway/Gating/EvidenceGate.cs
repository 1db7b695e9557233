using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary>Lets a request run only if the answers that it rests on meet the node's policy for its purpose (receipt-1 §10.3).</summary>
/// <remarks>
/// Judges nothing itself: <see cref="BundleVerifier"/> says whether a bundle meets the policy, <see cref="EvidenceBinder"/> whether it is about this request.
/// Not guaranteed: that the purpose is the true one. It is the word of whoever calls.
/// </remarks>
internal sealed class EvidenceGate(Policy? policy, TimeProvider time)
{
    private const string EvidencePath = "receipt.evidence";

    /// <summary>Returns if the request may run; a node without a policy lets all of them.</summary>
    /// <exception cref="EvidenceRefusedException">The evidence is missing or not enough; it names the demand that is not met.</exception>
    /// <exception cref="OperationCanceledException">Whoever asked is gone: no further bundle is looked at.</exception>
    public void Require(Purpose purpose, RestingRequest request, CancellationToken cancellation)
    {
        if (policy is null)
            return;
        if (policy.For(purpose).DeniesAll)
            throw new EvidenceRefusedException("Inference-Purpose", policy.DemandsOf(purpose).First(static demand => !demand.IsMet));
        bool isFree = policy.For(purpose).AsksForNothing;
        if (request.Wish.Evidence.IsEmpty && !isFree)
            throw new EvidenceRefusedException(EvidencePath, Missing("the answers that the request rests on are there, with evidence", "It brings none."));
        EvidenceBinder binder = new(request);
        for (int index = 0; index < request.Wish.Evidence.Length; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            Require($"{EvidencePath}[{index}]", Judge(request.Wish.Evidence[index], purpose, binder));
        }

        if (!isFree && binder.FindUnbound() is { } place)
            throw new EvidenceRefusedException(EvidencePath, Missing("every message of a model that the request tells has a bundle", $"messages[{place}] of the conversation has none."));
    }

    /// <summary>The first demand that the bundle does not meet; of the policy, then of the request.</summary>
    private PolicyDemand? Judge(ReadOnlyMemory<byte> bytes, Purpose purpose, EvidenceBinder binder)
    {
        VerificationReport report = BundleVerifier.Verify(bytes, policy!, time.GetUtcNow().ToUnixTimeSeconds(), purpose: purpose);
        if (!report.Accepted || !Bundle.TryParse(bytes.Span, out Bundle? bundle, out _))
            return report.Demands.First(static demand => !demand.IsMet);
        PolicyDemand bound = binder.Bind(bundle, report);
        return bound.IsMet ? null : bound;
    }

    private static void Require(string path, PolicyDemand? unmet)
    {
        if (unmet is not null)
            throw new EvidenceRefusedException(path, unmet);
    }

    private static PolicyDemand Missing(string demand, string finding) => new(demand, false, finding, "Bring their bundles, as base64, in receipt.evidence; GET /v1/receipts/ID gives them.");
}
