using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The rows <c>input</c> and <c>output</c> (receipt-1 §5.4, §5.5).</summary>
/// <remarks>Establishes that what is shown is (a part of) what the receipt commits to. Does not establish what is not shown.</remarks>
internal static class DisclosureCheck
{
    public static DisclosureFinding Check(Bundle bundle, CommitmentSide side, Commitment commitment)
    {
        ImmutableArray<Disclosure> disclosures = bundle.Disclosures.RemoveAll(disclosure => disclosure.Side != side);
        (VerificationCode code, string reason) = bundle.MalformedDisclosures.Contains(side)
            ? (VerificationCode.DisclosureMalformed, $"A disclosure of the {side.WireName()} has a member missing or of another form.")
            : Judge(disclosures, commitment);
        var inOrder = disclosures.Sort(static (left, right) => left.Index.CompareTo(right.Index)).Select(static disclosure => disclosure.Leaf);
        return new DisclosureFinding(new(RowOf(side), code, reason), commitment, [.. inOrder]);
    }

    private static (VerificationCode Code, string Reason) Judge(ImmutableArray<Disclosure> disclosures, Commitment commitment)
    {
        SortedSet<long> indices = [];
        foreach (Disclosure disclosure in disclosures)
        {
            if (disclosure.Index >= commitment.Leaves)
                return (VerificationCode.DisclosureMalformed, $"Part {disclosure.Index} of {commitment.Leaves} does not exist.");
            if (!indices.Add(disclosure.Index))
                return (VerificationCode.DisclosureMalformed, $"Part {disclosure.Index} is disclosed twice.");
        }

        foreach (Disclosure disclosure in disclosures)
        {
            if (!disclosure.IsPartOf(commitment))
                return (VerificationCode.DisclosureMismatch, $"Part {disclosure.Index} is not what the receipt commits to.");
        }

        if (disclosures.IsEmpty)
            return (VerificationCode.NotDisclosed, $"None of {commitment.Leaves} parts is disclosed.");
        VerificationCode code = disclosures.Length == commitment.Leaves ? VerificationCode.Ok : VerificationCode.OkPartial;
        return (code, $"{disclosures.Length} of {commitment.Leaves} parts are disclosed and committed.");
    }

    private static RowKind RowOf(CommitmentSide side) => side switch
    {
        CommitmentSide.Input => RowKind.Input,
        CommitmentSide.Output => RowKind.Output,
    };
}
