using System.Collections.Immutable;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Policies;

/// <summary>What a policy says and does not do: it is one, and its author may have meant another.</summary>
internal static class PolicyWarnings
{
    /// <summary>Rows that whoever makes a receipt can make valid, with a key and a log of its own.</summary>
    private static readonly ImmutableSortedSet<RowKind> OwnWord = [RowKind.Receipt, RowKind.Signature, RowKind.Log, RowKind.Input, RowKind.Output, RowKind.Draw];

    /// <summary>The warnings, a sentence each.</summary>
    public static IEnumerable<string> Of(Policy policy)
    {
        (string Place, Policy Demands)[] parts = policy.Rules.IsEmpty ? [("the policy", policy)] : [.. policy.Rules.Select(static (rule, index) => ($"rules[{index}] (for {rule.For})", rule.Demands))];
        return [.. IdleLists(policy, parts), .. parts.SelectMany(static part => Of(part.Place, part.Demands)).Distinct()];
    }

    /// <summary>Writes them to standard error: what a command prints for machines stays what it is.</summary>
    public static void Print(Policy policy)
    {
        foreach (string warning in Of(policy))
            Console.Error.WriteLine($"warning: {warning}");
    }

    /// <summary>Lists outside of the rules that no rule asks anything of.</summary>
    private static IEnumerable<string> IdleLists(Policy policy, (string Place, Policy Demands)[] parts) =>
        from list in (IEnumerable<(string Name, bool IsGiven, RowKind Row)>)
        [
            ("issuers", policy.Issuers is not null, RowKind.Signature),
            ("logs", policy.Logs is not null, RowKind.Log),
            ("witnesses", policy.Witnesses is not null, RowKind.Witnesses),
            ("proofKeys", policy.ProofKeys is not null, RowKind.Proof),
            ("auditors", policy.Auditors is not null, RowKind.Audit),
        ]
        where list.IsGiven && !parts.Any(part => part.Demands.AsksFor(list.Row))
        select $"{list.Name}: outside of the rules it says who is believed, and no rule asks for {list.Row.WireName()}: put that into require or anyOf.";

    private static IEnumerable<string> Of(string place, Policy demands)
    {
        if (demands.AsksFor(RowKind.Audit) && demands.AuditQuorum > (demands.Auditors?.Length ?? 0))
            yield return $"{place}: auditQuorum asks for {demands.AuditQuorum} votes, and {demands.Auditors?.Length ?? 0} auditors are listed: nothing can meet that.";
        if (demands.AsksFor(RowKind.Proof) && demands.ProofKeys is null)
            yield return $"{place}: a proof is asked for, and there are no proofKeys: it counts only where the key is made again from the model's files (og verify --proof-key), which no node does.";
        if (!demands.AsksForNothing && IsMetByOwnWord(demands))
            yield return $"{place}: nobody who is listed is asked, so anybody meets it with a key of its own: give issuers and require signature, or ask for audit, proof or re-execution.";
    }

    /// <summary>Whether none of what is demanded, or of what one of its alternatives has, is a row whose list says who is believed.</summary>
    private static bool IsMetByOwnWord(Policy demands)
    {
        ImmutableSortedSet<RowKind> own = OwnWord;
        if (demands.Issuers is not null)
            own = own.Remove(RowKind.Signature);
        if (demands.Logs is not null)
            own = own.Remove(RowKind.Log);
        return own.IsSupersetOf(demands.RequiredRows(withReexecution: false)) && (demands.AnyOf.IsEmpty || demands.AnyOf.Any(own.IsSupersetOf));
    }
}
