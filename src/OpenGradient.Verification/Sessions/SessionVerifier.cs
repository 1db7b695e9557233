using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>Checks a session: each bundle against the policy, and all of them together (receipt-1 §9).</summary>
/// <remarks>Total, as <see cref="BundleVerifier"/>. A policy's <c>nonce</c> is that of one request, so a policy with one accepts no session of several.</remarks>
public static class SessionVerifier
{
    /// <summary>Checks a session file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="policy">What is demanded of each receipt.</param>
    /// <param name="nowUnixSeconds">The time, in seconds since 1970-01-01 UTC.</param>
    /// <param name="reexecute">Runs Programs again; null leaves that out.</param>
    public static SessionReport Verify(ReadOnlySpan<byte> file, Policy policy, long nowUnixSeconds, Reexecution? reexecute = null)
    {
        if (!SessionFile.TryParse(file, out ImmutableArray<byte[]>? files))
            return Malformed("The file is no session of version 1.", []);
        ImmutableArray<VerificationReport> steps = [.. files.Value.Select(bundle => BundleVerifier.Verify(bundle, policy, nowUnixSeconds, reexecute))];
        ImmutableArray<Bundle> bundles = [.. files.Value.Select(static bytes => Bundle.TryParse(bytes, out Bundle? bundle, out _) ? bundle : null).OfType<Bundle>()];
        if (bundles.Length < steps.Length || steps.Any(static step => step.Receipt is null))
            return Malformed("A bundle of the file has no receipt.", steps);
        return Report(steps, OrderCheck.Check([.. steps.Select(static step => step.Receipt!)]), CallsCheck.Check(steps, bundles), policy);
    }

    private static SessionReport Report(ImmutableArray<VerificationReport> steps, SessionRow order, SessionRow calls, Policy policy)
    {
        SessionStatement? first = steps[0].Receipt!.Content.Session;
        return new()
        {
            ExitCode = ExitCodeOf(steps, [order, calls]),
            Id = first?.Id,
            Rows = [order, calls],
            Steps = steps,
            Establishes = [.. Established(order, calls, first, steps.Length)],
            DoesNotEstablish = [.. NotEstablished(order, calls, first), .. ManyKeys(steps, policy)],
        };
    }

    private static SessionReport Malformed(string reason, ImmutableArray<VerificationReport> steps) => new()
    {
        ExitCode = VerificationReport.ExitInvalid,
        Rows = [new("order", SessionCode.SessionMalformed, 0, reason)],
        Steps = steps,
    };

    private static IEnumerable<string> Established(SessionRow order, SessionRow calls, SessionStatement? first, int count)
    {
        if (order.IsValid)
            yield return $"Receipts {first!.Index} to {first.Index + (count - 1)} of session {first.Id.ToString()[..8]} are one chain: each names the one before it, and none between them is missing.";
        if (calls.IsValid)
            yield return "Every request tells the calls of tools before it as the answers made them, and each result always as the same.";
    }

    private static IEnumerable<string> NotEstablished(SessionRow order, SessionRow calls, SessionStatement? first)
    {
        if (!order.IsValid)
            yield return "That these are the steps of one session, in their order.";
        else if (first!.Index > 0)
            yield return $"What happened in the session before receipt {first.Index}.";
        if (order.IsValid)
            yield return "That the session went on nowhere else: an issuer that signs two receipts after one makes two sessions of it, and each is a chain.";
        if (!calls.IsValid)
            yield return "That calls of tools and their results were told as they were.";
        yield return "That the result of a tool is what the tool gave: it is what the client said.";
    }

    /// <summary>Whoever has a key of its own can put a receipt behind the last one.</summary>
    private static IEnumerable<string> ManyKeys(ImmutableArray<VerificationReport> steps, Policy policy)
    {
        int keys = steps.Select(static step => step.Receipt!.Content.Issuer.Key.ToString()).Distinct(StringComparer.Ordinal).Count();
        return keys > 1 && policy.Issuers is null ? [$"That one issuer signed all of it: the receipts have {keys} keys, and no list of trusted issuers was given."] : [];
    }

    /// <summary>As for a bundle: what is wrong weighs more than what could not be checked. The row of calls has to be valid only as far as it can be checked.</summary>
    private static int ExitCodeOf(ImmutableArray<VerificationReport> steps, ImmutableArray<SessionRow> rows)
    {
        if (rows.Any(static row => row.Code.Verdict() == Verdict.Invalid))
            return VerificationReport.ExitInvalid;
        bool isInvalid = steps.Any(static step => step.ExitCode == VerificationReport.ExitInvalid);
        return isInvalid ? VerificationReport.ExitInvalid : steps.Max(static step => step.ExitCode);
    }
}
