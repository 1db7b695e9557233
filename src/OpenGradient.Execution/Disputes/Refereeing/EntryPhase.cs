namespace OpenGradient.Execution.Disputes;

/// <summary>The first entry on which two leaves of a position differ: each party shows the row that its own speaks of, in the full trace.</summary>
/// <remarks>The right one is the first traced output after the entries before, which are agreed, with the tiles of its row.</remarks>
/// <param name="dispute">The dispute, whose traces are the same.</param>
/// <param name="position">The position.</param>
/// <param name="index">Which entry.</param>
/// <param name="entries">What the parties say it is; null if a leaf ends there.</param>
internal sealed class EntryPhase(DisputeCase dispute, int position, int index, Pair<TraceEntry?> entries) : TypedPhase<EntryBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Entry(position, index);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, EntryBody body)
    {
        if (entries[party] is not { } entry)
            return body.Own is null && body.Record is null ? null : "there is no entry at the end";
        bool isTraced = body is { Own: not null, Record: { Step.IsTraced: true } record } && body.Own.Name == entry.Leaf && record.Step.Index == entry.Step
            && record.Verify(dispute.Frame.StepCount, dispute.Graph) && dispute.HasLeaf(party, body.Own);
        return isTraced && Opened(body).TryAdd(body.Row) ? null : "the entry is not one of a traced step in the full trace, or an opening is not under its root";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<EntryBody> bodies)
    {
        Party[] wrong = [.. Parties.Both.Where(party => entries[party] is { } entry && !IsRight(entry, bodies[party]))];
        if (wrong.Length == 0)
            wrong = [.. Parties.Both.Where(party => IsLater(entries[party], entries[party == Party.A ? Party.B : Party.A]))];
        return RefereeStep.Convict(VerdictCode.FalseReceipt, wrong, $"Entry {index} of position {position} of the receipt's trace is not that row of the full trace.");
    }

    private static bool IsLater(TraceEntry? entry, TraceEntry? other) => other is { } first && (entry is not { } last || first.IsBefore(last));

    private static OpenedDocuments Opened(EntryBody body)
    {
        ValueClaim value = body.Own!.Value;
        return new OpenedDocuments(new Dictionary<DocumentName, (Primitives.Digest Root, long Length)> { [DocumentName.Of(body.Own.Name)] = (value.Tiles, value.Header.ContentBytes) });
    }

    /// <summary>Whether the entry has the tiles of the row; a row that was not opened, or is not there, has none.</summary>
    private bool IsRight(TraceEntry entry, EntryBody body)
    {
        ValueHeader value = body.Own!.Value.Header;
        OpenedDocuments opened = Opened(body);
        opened.TryAdd(body.Row);
        try
        {
            byte[] row = new byte[TraceEntry.RowBytes(value, position)];
            opened.Read(DocumentName.Of(entry.Leaf), (long)position * row.Length, row);
            return TraceEntry.RowOf(value, row) == entry.Row;
        }
        catch (Exception error) when (error is MissingEvidenceException or InvalidOperationException)
        {
            return false;
        }
    }
}
