using System.Collections.Immutable;
using OpenGradient.Receipts;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>Puts together the bundle of a stored receipt: envelope, evidence, and disclosures for whoever may see them.</summary>
internal sealed class BundleBuilder(NodeKeys keys, TransparencyLog log, ProofQueue proofs, VoteStore votes)
{
    /// <summary>The bundle; without a log proof if no checkpoint covers the receipt before <paramref name="wait"/> is over.</summary>
    public async Task<Bundle> BuildAsync(StoredReceipt stored, bool isDisclosed, TimeSpan wait, CancellationToken cancellationToken)
    {
        ImmutableArray<Disclosure> disclosures = isDisclosed ? Disclose(stored) : []; // while the log signs: its issuer has asked it to
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        if (keys.Find(IssuerOf(stored)) is { } issuer)
            evidence.Add(Evidence.IssuerKey(issuer));
        if (stored.LogIndex is { } index && await ProveAsync(index, wait, cancellationToken).ConfigureAwait(false) is { } proof)
            evidence.Add(Evidence.LogProof(keys.Log.VerifierKey.ToString(), proof.Format()));
        if (isDisclosed && proofs.FindEvidence(stored.Id) is { } proven)
            evidence.Add(proven); // it shows the input
        evidence.AddRange(votes.Find(stored.Id));
        return new Bundle
        {
            Dsse = stored.Envelope,
            Evidence = evidence.ToImmutable(),
            Disclosures = disclosures,
        };
    }

    private static Primitives.Digest IssuerOf(StoredReceipt stored) => Primitives.Digest.Parse(stored.Envelope.Signatures[0].KeyId);

    private static ImmutableArray<Disclosure> Disclose(StoredReceipt stored)
    {
        ReceiptSalts salts = new(stored.ReceiptSalt);
        return
        [
            .. CommitmentTree.Build(CommitmentSide.Input, stored.InputLeaves, salts).DiscloseAll(),
            .. CommitmentTree.Build(CommitmentSide.Output, stored.OutputLeaves, salts).DiscloseAll(),
        ];
    }

    private async Task<LogProof?> ProveAsync(ulong index, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (log.Latest.Size <= index && wait <= TimeSpan.Zero)
            return null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(wait > TimeSpan.Zero ? wait : Timeout.InfiniteTimeSpan);
        try
        {
            return await log.ProveAsync(index, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
