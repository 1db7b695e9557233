using System.Collections.Immutable;

namespace OpenGradient.Verification;

/// <summary>Takes a policy apart into what it asks for, one by one: why a bundle is accepted, or is not.</summary>
internal static class PolicyDemands
{
    /// <param name="policy">The whole policy.</param>
    /// <param name="purpose">What the answer is for.</param>
    /// <param name="rows">All rows of the report.</param>
    /// <param name="findings">What the rows were made of; null if the receipt could not be read.</param>
    /// <param name="faults">What the row <c>policy</c> finds fault with.</param>
    /// <param name="withReexecution">Whether re-execution was asked for beside the policy.</param>
    public static ImmutableArray<PolicyDemand> Of(Policy policy, Purpose purpose, ImmutableArray<ReportRow> rows, Findings? findings, ImmutableArray<ReportRow> faults, bool withReexecution)
    {
        Policy demands = policy.For(purpose);
        ImmutableSortedSet<RowKind> required = demands.RequiredRows(withReexecution).Add(RowKind.Receipt);
        return
        [
            .. policy.Rules.IsEmpty ? [] : new[] { Rule(policy, demands, purpose) },
            .. required.Select(kind => Row(kind, Find(rows, kind))),
            .. demands.AnyOf.IsEmpty ? [] : new[] { Alternatives(demands, rows, findings, faults) },
            .. Constraints(demands, required, faults),
            .. rows.Where(row => row.Verdict == Verdict.Invalid && row.Kind != RowKind.Policy && !required.Contains(row.Kind))
                .Select(static row => new PolicyDemand($"nothing that is there is wrong: {row.Kind.WireName()}", false, row.Reason)),
        ];
    }

    private static PolicyDemand Rule(Policy policy, Policy demands, Purpose purpose)
    {
        string asked = $"a rule for {purpose.Name ?? "an unnamed purpose"}{(purpose.Amount is { } amount ? $" of {amount}" : "")}";
        int place = policy.Rules.IndexOf(policy.Rules.FirstOrDefault(rule => ReferenceEquals(rule.Demands, demands))!);
        return place >= 0
            ? new PolicyDemand(asked, true, $"rules[{place}] of {policy.Rules.Length}")
            : new PolicyDemand(asked, false, $"None of {policy.Rules.Length} rules is for it.", "Say what the answer is for, and how much it is about; or add a rule.");
    }

    private static PolicyDemand Row(RowKind kind, ReportRow? row) =>
        new($"the row {kind.WireName()} is valid", row is { IsValid: true }, Finding(row), row is { IsValid: true } ? null : CureOf(kind));

    /// <summary>That one of several sets of rows is shown.</summary>
    private static PolicyDemand Alternatives(Policy demands, ImmutableArray<ReportRow> rows, Findings? findings, ImmutableArray<ReportRow> faults)
    {
        ImmutableSortedSet<RowKind> kinds = [.. demands.AnyOf.SelectMany(static alternative => alternative)];
        ImmutableArray<(RowKind Kind, ReportRow? Row)> believed = [.. kinds.Select(kind => (kind, Believed(kind, demands, rows, findings)))];
        bool isMet = findings is not null && faults.All(static fault => fault.Code != VerificationCode.AlternativesNotMet);
        return new PolicyDemand(
            string.Join(", or ", demands.AnyOf.Select(PolicyCheck.Names)), isMet, string.Join(" ", believed.Select(static row => $"{row.Kind.WireName()}: {Finding(row.Row)}")), isMet ? null : CureOf(believed));
    }

    /// <summary>A row as the policy takes it: one that is valid and not believed is what it is faulted with.</summary>
    private static ReportRow? Believed(RowKind kind, Policy demands, ImmutableArray<ReportRow> rows, Findings? findings)
    {
        ReportRow? row = Find(rows, kind);
        return row is { IsValid: true } && findings is not null ? PolicyCheck.Disbelief(kind, findings, demands) ?? row : row;
    }

    /// <summary>What would help for each row that is not valid; null if nothing is known to.</summary>
    private static string? CureOf(ImmutableArray<(RowKind Kind, ReportRow? Row)> rows)
    {
        string[] cures = [.. rows.Where(static row => row.Row is not { IsValid: true }).Select(static row => (row.Row is null ? null : CureOf(row.Row.Code)) ?? CureOf(row.Kind)).OfType<string>()];
        return cures.Length == 0 ? null : string.Join(" Or: ", cures);
    }

    private static IEnumerable<PolicyDemand> Constraints(Policy demands, ImmutableSortedSet<RowKind> required, ImmutableArray<ReportRow> faults)
    {
        (VerificationCode Code, bool IsGiven, string Demand)[] constraints =
        [
            (VerificationCode.IssuerNotTrusted, demands.Issuers is not null && required.Contains(RowKind.Signature), "the issuer is listed in issuers"),
            (VerificationCode.LogNotTrusted, demands.Logs is not null && required.Contains(RowKind.Log), "the log is listed in logs"),
            (VerificationCode.ModelNotAccepted, demands.Models is not null, "the model is listed in models"),
            (VerificationCode.SemanticsNotAccepted, demands.Semantics is not null, "the semantics are listed in semantics"),
            (VerificationCode.DrawNotTrusted, demands.Draws is not null, "the draw key is listed in draws"),
            (faults.Any(static fault => fault.Code == VerificationCode.DictationHidden) ? VerificationCode.DictationHidden : VerificationCode.AnswerDictated, demands.RefusesDictated, "no setting dictated the answer"),
            (VerificationCode.ProofKeyNotTrusted, demands.ProofKeys is not null && required.Contains(RowKind.Proof), "the proof key is listed in proofKeys"),
            (VerificationCode.ProofKeyNotKnown, demands.ProofKeys is null && required.Contains(RowKind.Proof), "the proof is about weights that are known to be the model's"),
            (VerificationCode.NonceMismatch, demands.Nonce is not null, $"the receipt was made for the nonce {demands.Nonce}"),
            (VerificationCode.TooOld, demands.MaxAgeSeconds is not null, $"the receipt was issued at most {demands.MaxAgeSeconds} seconds ago"),
        ];
        return constraints.Where(static constraint => constraint.IsGiven).Select(constraint => Constraint(constraint.Demand, faults.FirstOrDefault(fault => fault.Code == constraint.Code)));
    }

    private static PolicyDemand Constraint(string demand, ReportRow? fault) =>
        fault is null ? new PolicyDemand(demand, true, "It is so.") : new PolicyDemand(demand, false, fault.Reason, CureOf(fault.Code));

    /// <summary>What would help where the policy does not believe, or does not want, what is there.</summary>
    private static string? CureOf(VerificationCode code) => code switch
    {
        VerificationCode.IssuerNotTrusted => "Ask a node that is listed; or, if you know whose key this is, list it in issuers: og keys show prints a node's.",
        VerificationCode.LogNotTrusted => "Ask a node whose log is listed; or, if you know whose log this is, list its key in logs: og keys show prints a node's.",
        VerificationCode.ModelNotAccepted => "Ask a model that is listed.",
        VerificationCode.DrawNotTrusted => "Send a nonce with the request to a node whose draw key is listed.",
        VerificationCode.AnswerDictated => "Ask without grammar, response_format, tool_choice, logit_bias and repetition_penalty.",
        VerificationCode.DictationHidden => "Ask for a bundle that discloses the whole input: og receipt get, with the token that came with the answer.",
        VerificationCode.ProofKeyNotTrusted or VerificationCode.ProofKeyNotKnown => "If the weights are the model's, og model commit makes the same key from its files: list that in proofKeys.",
        VerificationCode.NonceMismatch or VerificationCode.TooOld => "Ask again: an answer is for one request, and for a while.",
        _ => null,
    };

    private static ReportRow? Find(ImmutableArray<ReportRow> rows, RowKind kind) => rows.FirstOrDefault(row => row.Kind == kind);

    private static string Finding(ReportRow? row) => row is null ? "Nothing was found or tried." : $"{row.Reason} ({row.Code.WireName()})";

    private static string? CureOf(RowKind kind) => kind switch
    {
        RowKind.Signature or RowKind.Log => "Fetch the bundle from the node again: it carries the issuer's key and the log's proof.",
        RowKind.Witnesses => "Fetch the bundle from the node again: it carries the cosignatures that have come in since.",
        RowKind.Input or RowKind.Output => "Ask for a bundle that discloses it: og receipt get, with the token that came with the answer.",
        RowKind.Draw => "Send a nonce with the request to a node that has a draw key.",
        RowKind.Reexecution => "Run it again: og verify --reexecute, with the model's files.",
        RowKind.Proof => "Prove it: og prove, or POST /v1/receipts/ID/prove.",
        RowKind.Audit => "Ask an auditor that the policy lists, with what it may see: og audit vote.",
        RowKind.Receipt or RowKind.Policy or RowKind.Evidence => null,
    };
}
