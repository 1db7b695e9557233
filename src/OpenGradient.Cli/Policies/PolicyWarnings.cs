using OpenGradient.Verification;

namespace OpenGradient.Cli.Policies;

/// <summary>What a policy says and does not do: it is one, and its author may have meant another.</summary>
internal static class PolicyWarnings
{
    /// <summary>The warnings, a sentence each.</summary>
    public static IEnumerable<string> Of(Policy policy)
    {
        Policy[] demands = policy.Rules.IsEmpty ? [policy] : [.. policy.Rules.Select(static rule => rule.Demands)];
        if (demands.Any(static demand => demand.Auditors is not null) && !demands.Any(AsksForAudit))
            yield return "auditors: they are listed, and nothing asks for their votes: put audit into require or anyOf.";
        foreach (Policy demand in demands.Where(AsksForAudit).DistinctBy(static demand => (demand.Auditors?.Length ?? 0, demand.AuditQuorum)))
        {
            if (demand.AuditQuorum > (demand.Auditors?.Length ?? 0))
                yield return $"auditQuorum: {demand.AuditQuorum} votes are asked for, and {demand.Auditors?.Length ?? 0} auditors are listed: nothing can meet that.";
        }
    }

    /// <summary>Writes them to standard error: what a command prints for machines stays what it is.</summary>
    public static void Print(Policy policy)
    {
        foreach (string warning in Of(policy))
            Console.Error.WriteLine($"warning: {warning}");
    }

    private static bool AsksForAudit(Policy policy) => policy.Require.Contains(RowKind.Audit) || policy.AnyOf.Any(static rows => rows.Contains(RowKind.Audit));
}
