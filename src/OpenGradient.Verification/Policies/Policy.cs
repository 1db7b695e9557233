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

    /// <summary>The key ids of trusted issuers; null trusts any.</summary>
    public ImmutableArray<Digest>? Issuers { get; init; }

    /// <summary>The key digests of trusted logs; null trusts any.</summary>
    public ImmutableArray<Digest>? Logs { get; init; }

    /// <summary>Which logs count and which witnesses must have cosigned; null asks for no witness.</summary>
    public WitnessPolicy? Witnesses { get; init; }

    /// <summary>The models that will do; null takes any.</summary>
    public ImmutableArray<ModelId>? Models { get; init; }

    /// <summary>The names of the semantics that will do; null takes any.</summary>
    public ImmutableArray<string>? Semantics { get; init; }

    /// <summary>The draw keys that were known before the nonce was chosen, one of which a sampled answer must name; null asks for none.</summary>
    public ImmutableArray<Digest>? Draws { get; init; }

    /// <summary>The proof keys that are known to hold the weights of their models; null trusts none, and the report says so.</summary>
    public ImmutableArray<Digest>? ProofKeys { get; init; }

    /// <summary>The key ids of auditors whose word counts; null: nobody's.</summary>
    public ImmutableArray<Digest>? Auditors { get; init; }

    /// <summary>How many of them have to vote for the receipt, where an audit is asked for.</summary>
    public long AuditQuorum { get; init; } = 1;

    /// <summary>The nonce that the client gave, in lower-case hexadecimal; null takes any.</summary>
    public string? Nonce { get; init; }

    /// <summary>How long ago the receipt may have been issued; null takes any time.</summary>
    public long? MaxAgeSeconds { get; init; }

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
    public ImmutableArray<PolicyDemand> DemandsOf(Purpose purpose) => PolicyDemands.Of(this, purpose, [], [], withReexecution: false);

    /// <summary>Whether no row is required, nor any alternative: what is to be done may be done without evidence.</summary>
    public bool AsksForNothing => !DeniesAll && AnyOf.IsEmpty && RequiredRows(withReexecution: false).IsEmpty;

    /// <summary>The rows that must be valid, with those that carry the constraints.</summary>
    /// <remarks>A constraint on what the issuer said is worth nothing without the issuer's signature, nor one on the log without its proof.</remarks>
    public ImmutableSortedSet<RowKind> RequiredRows(bool withReexecution)
    {
        ImmutableSortedSet<RowKind> rows = Require;
        if (Issuers is not null || Models is not null || Semantics is not null || Draws is not null || Nonce is not null || MaxAgeSeconds is not null)
            rows = rows.Add(RowKind.Signature);
        if (Logs is not null)
            rows = rows.Add(RowKind.Log);
        if (Witnesses is not null && !IsAlternative(RowKind.Witnesses))
            rows = rows.Add(RowKind.Log).Add(RowKind.Witnesses);
        if (ProofKeys is not null && !IsAlternative(RowKind.Proof))
            rows = rows.Add(RowKind.Proof);
        return withReexecution && !IsAlternative(RowKind.Reexecution) ? rows.Add(RowKind.Reexecution) : rows;
    }

    private bool IsAlternative(RowKind row) => AnyOf.Any(rows => rows.Contains(row));
}
