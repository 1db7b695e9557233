namespace OpenGradient.Matrix;

/// <summary>Legs beside each other, as markdown. The first leg is what the others are compared with.</summary>
internal sealed class Table(Leg[] legs)
{
    /// <summary>Whether every leg ran every subject and gave the same bits.</summary>
    public bool IsSame => !Rows().Any(static row => row.Contains(Leg.Word(false), StringComparison.Ordinal) || row.Contains(Missing, StringComparison.Ordinal));

    public IEnumerable<string> Lines()
    {
        (string Subject, Finding Finding)[] first = legs[0].Findings;
        yield return $"| machine | {string.Join(" | ", first.Select(static entry => entry.Subject))} | threads 1, 2, 3 | batch 1, 8 | prefix kept or not | prompt whole or in pieces |";
        yield return $"|---|{string.Concat(Enumerable.Repeat("---|", first.Length + 4))}";
        foreach (string row in Rows())
            yield return row;
    }

    private IEnumerable<string> Rows() => legs.Select(leg =>
        $"| {leg.Name} | {string.Join(" | ", legs[0].Findings.Select(entry => Cell(leg, entry.Subject, entry.Finding.Digest)))}"
        + $" | {All(leg, static finding => finding.Threads)} | {All(leg, static finding => finding.Batch)}"
        + $" | {All(leg, static finding => finding.Prefix)} | {All(leg, static finding => finding.Pieces)} |");

    private static string Cell(Leg leg, string subject, string digest) =>
        leg.Findings.FirstOrDefault(entry => entry.Subject == subject).Finding is { } finding ? Leg.Word(finding.Digest == digest) : Missing;

    private static string All(Leg leg, Func<Finding, bool?> property) => Leg.Word(leg.Findings.All(entry => property(entry.Finding) ?? true));

    private const string Missing = "MISSING";
}
