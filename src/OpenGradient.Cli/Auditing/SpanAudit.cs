using System.Collections.Immutable;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency;

namespace OpenGradient.Cli.Auditing;

/// <summary>Audits one span of a node's log: draws the sample, runs each receipt of it again, votes, disputes what did not happen, and writes bundles, fraud proofs and the report.</summary>
/// <param name="node">The node.</param>
/// <param name="log">Its log.</param>
/// <param name="keys">The auditor's keys.</param>
/// <param name="auditor">Runs and votes.</param>
/// <param name="challenger">Disputes; null if nobody does.</param>
/// <param name="disclosureToken">What the node wants to see before it discloses; null from its own machine.</param>
internal sealed class SpanAudit(NodeClient node, RemoteLog log, AuditKeys keys, Auditor auditor, Challenger? challenger, string? disclosureToken)
{
    /// <summary>Whether votes are sent to the node, for its bundles.</summary>
    public bool PushesVotes { get; init; }

    /// <summary>Audits the span.</summary>
    /// <param name="logKey">The log's key.</param>
    /// <param name="span">Which entries.</param>
    /// <param name="head">The checkpoint at the end of the span.</param>
    /// <param name="rate">How many of a million are drawn.</param>
    /// <param name="folder">Where bundles with votes are written, each as it is done.</param>
    /// <param name="onDone">Told of each entry.</param>
    /// <param name="cancellation">Ends the audit; nothing is signed then but what is written already.</param>
    public async Task<AuditReport> RunAsync(
        LogVerifierKey logKey, AuditSpan span, Checkpoint head, long rate, string folder, Action<AuditEntry> onDone, CancellationToken cancellation)
    {
        AuditSample sample = AuditSample.Draw(span, rate, keys.Draw);
        var findings = ImmutableArray.CreateBuilder<AuditEntry>();
        foreach (ulong index in sample.Indices())
        {
            cancellation.ThrowIfCancellationRequested();
            ReceiptId id = await log.ReadEntryAsync(index, head, cancellation).ConfigureAwait(false);
            AuditEntry entry = await AuditAsync(index, id, folder, cancellation).ConfigureAwait(false);
            findings.Add(entry);
            onDone(entry);
        }

        return new AuditReport(logKey.KeyDigest, sample, keys.Draw.PublicKey, Auditor.Now(), findings.ToImmutable());
    }

    /// <summary>What comes out of one entry. Whatever the node gives in the place of a signed bundle is a finding: it must not be able to end the audit that draws it.</summary>
    private async Task<AuditEntry> AuditAsync(ulong index, ReceiptId id, string folder, CancellationToken cancellation)
    {
        AuditedReceipt? audited = await VoteAsync(id, folder, cancellation).ConfigureAwait(false);
        if (audited is null)
            return new AuditEntry(index, id, AuditEntry.NotAvailable);
        if (PushesVotes)
            await TryPushAsync(audited, cancellation).ConfigureAwait(false);
        AuditEntry entry = new(index, id, audited.Vote.Code);
        if (challenger is null || !audited.Vote.IsAgainst || audited.Request is not { } request)
            return entry;
        DisputeResult result = await challenger.DisputeAsync(audited.Bundle, request, new DisputeMonitor(null, cancellation)).ConfigureAwait(false);
        if (result.Proof is { } proof)
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{id}.fraud.json"), proof, cancellation).ConfigureAwait(false);
        return entry with { Dispute = result.Outcome };
    }

    private async Task<AuditedReceipt?> VoteAsync(ReceiptId id, string folder, CancellationToken cancellation)
    {
        try
        {
            byte[] bytes = await node.GetAsync($"v1/receipts/{id}", static _ => true, cancellation, disclosureToken, Bundle.MaximumBytes).ConfigureAwait(false);
            if (!IsBundleOf(bytes, id))
                return null;
            AuditedReceipt audited = auditor.Vote(bytes, id.ToString());
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{id}.json"), audited.Bundle.ToBytes(), cancellation).ConfigureAwait(false);
            return audited;
        }
        catch (InvalidInputException)
        {
            return null;
        }
        catch (NodeException exception)
        {
            if (!exception.IsRefusal) // a node that is gone ends the audit; one that shows its log, and not this, does not
                await log.ReadCheckpointAsync(cancellation).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>A node that does not keep the vote is told of on standard error; the vote is in the folder all the same.</summary>
    private async Task TryPushAsync(AuditedReceipt audited, CancellationToken cancellation)
    {
        try
        {
            await audited.PushAsync(node, cancellation).ConfigureAwait(false);
        }
        catch (NodeException exception)
        {
            await Console.Error.WriteLineAsync(TerminalText.OneLine($"{audited.Vote.Receipt}: the vote is not in the node's bundle: {exception.Message}")).ConfigureAwait(false);
        }
    }

    private static bool IsBundleOf(byte[] bytes, ReceiptId id) =>
        Bundle.TryParse(bytes, out Bundle? bundle, out _) && new ReceiptId(Digest.Sha256(bundle.Dsse.Payload.Span)) == id;
}
