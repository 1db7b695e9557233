using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Verification;

/// <summary>What a verifier demands before it accepts (receipt-1 §5.9).</summary>
public sealed record Policy
{
    /// <summary>Signed and logged, by anyone.</summary>
    public static Policy Default { get; } = new();

    /// <summary>The rows that must be valid; by default signature and log.</summary>
    public ImmutableSortedSet<RowKind> Require { get; init; } = [RowKind.Signature, RowKind.Log];

    /// <summary>Sets of rows, of one of which every row must be valid; none asks for nothing.</summary>
    public ImmutableArray<ImmutableSortedSet<RowKind>> AnyOf { get; init; } = [];

    /// <summary>The key ids of issuers whose signature counts; null: anybody's.</summary>
    public ImmutableArray<Digest>? Issuers { get; init; }

    /// <summary>The key digests of logs that count; null: any.</summary>
    public ImmutableArray<Digest>? Logs { get; init; }

    /// <summary>Whose cosignatures are a quorum, and for which logs; null: nobody's.</summary>
    public WitnessPolicy? Witnesses { get; init; }

    /// <summary>The models that will do; null takes any.</summary>
    public ImmutableArray<ModelId>? Models { get; init; }

    /// <summary>The names of the semantics that will do; null takes any.</summary>
    public ImmutableArray<string>? Semantics { get; init; }

    /// <summary>The draw keys that were known before the nonce was chosen, one of which a sampled answer must name; null asks for none.</summary>
    public ImmutableArray<Digest>? Draws { get; init; }

    /// <summary>Whether no setting may have dictated the answer: a grammar, a form of response, a choice of tool, a bias.</summary>
    public bool RefusesDictated { get; init; }

    /// <summary>The proof keys that are known to hold the weights of their models; null: those that are made again.</summary>
    public ImmutableArray<Digest>? ProofKeys { get; init; }

    /// <summary>The key ids of auditors whose word counts; null: nobody's.</summary>
    public ImmutableArray<Digest>? Auditors { get; init; }

    /// <summary>How many of them have to vote for the receipt, where an audit is asked for.</summary>
    public long AuditQuorum { get; init; } = 1;

    /// <summary>The nonce that the client gave, in lower-case hexadecimal; null takes any.</summary>
    public string? Nonce { get; init; }

    /// <summary>How long ago the receipt may have been issued; null takes any time.</summary>
    public long? MaxAgeSeconds { get; init; }

    /// <summary>The rows whose lists stand outside of the rules: there a list says who is believed where its row is demanded, and demands nothing.</summary>
    internal ImmutableSortedSet<RowKind> OnlyJudged { get; init; } = [];

    /// <summary>What is demanded for which purpose, tried in this order; none: the policy holds for every purpose.</summary>
    public ImmutableArray<PolicyRule> Rules { get; init; } = [];

    /// <summary>Whether this is what is left of a policy none of whose rules is for the purpose: nothing meets it.</summary>
    public bool DeniesAll { get; init; }

    /// <summary>Reads a policy; on failure <paramref name="fault"/> names the member that is unknown or has not its form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Policy? policy, out string fault) =>
        PolicyReader.TryRead(json, out policy, out fault);

    /// <summary>What this policy demands for a purpose: itself if it has no rules, else the first rule that is for it, else what nothing meets.</summary>
    /// <remarks>A rule that asks for an amount where none is given ends the search: a later rule may be meant for less.</remarks>
    public Policy For(Purpose purpose)
    {
        if (Rules.IsEmpty)
            return this;
        PolicyRule? rule = Rules.FirstOrDefault(rule => rule.IsFor(purpose));
        return rule is null || !rule.Holds(purpose) ? this with { Rules = [], DeniesAll = true } : rule.Demands;
    }

    /// <summary>What is asked for a purpose, one by one, where no bundle is there: nothing of a bundle is met.</summary>
    public ImmutableArray<PolicyDemand> DemandsOf(Purpose purpose) => PolicyDemands.Of(this, purpose, [], findings: null, [], withReexecution: false);

    /// <summary>Whether no row is required, nor any alternative: what is to be done may be done without evidence.</summary>
    public bool AsksForNothing => !DeniesAll && AnyOf.IsEmpty && RequiredRows(withReexecution: false).IsEmpty;

    /// <summary>The rows that must be valid, with those that lists and constraints ask for.</summary>
    /// <remarks>A constraint on what the issuer said is worth nothing without the issuer's signature, a list of those who are believed nothing without their row.</remarks>
    public ImmutableSortedSet<RowKind> RequiredRows(bool withReexecution)
    {
        ImmutableSortedSet<RowKind> rows = Require.Union(ListedRows().Where(row => !OnlyJudged.Contains(row) && !IsAlternative(row)));
        if (Models is not null || Semantics is not null || Draws is not null || Nonce is not null || MaxAgeSeconds is not null)
            rows = rows.Add(RowKind.Signature);
        if (RefusesDictated)
            rows = rows.Add(RowKind.Signature).Add(RowKind.Input);
        if (Witnesses is not null && rows.Contains(RowKind.Witnesses))
            rows = rows.Add(RowKind.Log);
        return withReexecution && !IsAlternative(RowKind.Reexecution) ? rows.Add(RowKind.Reexecution) : rows;
    }

    /// <summary>The same policy, that demands a quorum of these witnesses in the place of its own.</summary>
    public Policy WithWitnesses(WitnessPolicy witnesses) => this with { Witnesses = witnesses, OnlyJudged = OnlyJudged.Remove(RowKind.Witnesses) };

    /// <summary>Whether a row is demanded: by itself, or as a part of an alternative.</summary>
    public bool AsksFor(RowKind row) => IsAlternative(row) || RequiredRows(withReexecution: false).Contains(row);

    /// <summary>The rows of which a list says who is believed.</summary>
    internal IEnumerable<RowKind> ListedRows()
    {
        if (Issuers is not null)
            yield return RowKind.Signature;
        if (Logs is not null)
            yield return RowKind.Log;
        if (Witnesses is not null)
            yield return RowKind.Witnesses;
        if (ProofKeys is not null)
            yield return RowKind.Proof;
        if (Auditors is not null)
            yield return RowKind.Audit;
    }

    private bool IsAlternative(RowKind row) => AnyOf.Any(rows => rows.Contains(row));
}
