using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The first entry on which two leaves of a position differ: each party shows the output that its own speaks of, in the full trace.</summary>
/// <remarks>
/// The right one is the first traced output after the entries before, which are agreed. If both name that one, and its type and dimensions,
/// their roots over the row's tiles differ: the way goes down to a tile.
/// </remarks>
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
        return isTraced ? null : "the entry is not one of a traced step in the full trace";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<EntryBody> bodies)
    {
        Party[] wrong = [.. Parties.Both.Where(party => entries[party] is { } entry && !HasForm(entry, bodies[party].Own!.Value.Header))];
        if (wrong.Length == 0)
            wrong = [.. Parties.Both.Where(party => IsLater(entries[party], entries[party == Party.A ? Party.B : Party.A]))];
        if (wrong.Length > 0)
            return RefereeStep.Convict(VerdictCode.FalseReceipt, wrong, $"Entry {index} of position {position} of the receipt's trace is not that row of the full trace.");

        // Both speak of one leaf of an agreed trace, in one form: only the roots over the tiles are left to differ.
        var row = new DisputedRow(dispute, bodies.A.Own!.Value, entries.A!.Value, position);
        return DescendPhase.Enter(
            row.Document, new MerkleRange(0, TraceTiles.Count(row.RowBytes)), entries.Select(static entry => entry!.Value.Row.Tiles), seeksFirst: true, (tile, hashes) => new RowTilePhase(row, tile, hashes));
    }

    private static bool IsLater(TraceEntry? entry, TraceEntry? other) => other is { } first && (entry is not { } last || first.IsBefore(last));

    /// <summary>Whether an entry has type and dimensions of a row of the value.</summary>
    private bool HasForm(TraceEntry entry, ValueHeader value) => value.Shape is [var rows, ..] && position < rows && TraceEntry.RowHeader(value).Text == entry.Row.Header.Text;
}
