using System.Collections.Immutable;
using OpenGradient.Cli.Nodes;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency;

namespace OpenGradient.Cli.Auditing;

/// <summary>Audits one span of a node's log: draws the sample, runs each receipt of it again, votes, and writes bundles and the report.</summary>
internal sealed class SpanAudit(NodeClient node, RemoteLog log, AuditKeys keys, Auditor auditor, string? disclosureToken)
{
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
            AuditEntry entry = new(index, id, await VoteAsync(id, folder, cancellation).ConfigureAwait(false));
            findings.Add(entry);
            onDone(entry);
        }

        return new AuditReport(logKey.KeyDigest, sample, keys.Draw.PublicKey, Auditor.Now(), findings.ToImmutable());
    }

    /// <summary>The code of the vote. Whatever the node gives in the place of a signed bundle is a finding: it must not be able to end the audit that draws it.</summary>
    private async Task<string> VoteAsync(ReceiptId id, string folder, CancellationToken cancellation)
    {
        try
        {
            byte[] bytes = await node.GetAsync($"v1/receipts/{id}", static _ => true, cancellation, disclosureToken).ConfigureAwait(false);
            if (!IsBundleOf(bytes, id))
                return AuditEntry.NotAvailable;
            (Bundle bundle, string code) = auditor.Vote(bytes, id.ToString());
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{id}.json"), bundle.ToBytes(), cancellation).ConfigureAwait(false);
            return code;
        }
        catch (Exception exception) when (exception is NodeException { IsRefusal: true } or InvalidInputException)
        {
            return AuditEntry.NotAvailable;
        }
    }

    private static bool IsBundleOf(byte[] bytes, ReceiptId id) =>
        Bundle.TryParse(bytes, out Bundle? bundle, out _) && new ReceiptId(Digest.Sha256(bundle.Dsse.Payload.Span)) == id;
}
