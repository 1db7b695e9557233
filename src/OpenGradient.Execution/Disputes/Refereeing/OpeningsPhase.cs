using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>The last round: what one term reads. The judge does that term.</summary>
internal sealed class OpeningsPhase(DisputedDerivation disputed, DerivationRange range) : TypedPhase<OpeningsBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Openings(range.From, range.To, range.State);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, OpeningsBody body) =>
        disputed.Judgement.Evidence[party].Opened.TryAdd(body) ? null : "an opening is not under its root";

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<OpeningsBody> bodies)
    {
        ImmutableArray<ulong> result = [];
        foreach (Party party in Parties.Both)
        {
            void Judge() => result = disputed.Judgement.Derive(party).Advance(range.State, range.From, range.To);
            if (Judgement.Fault(party, Judge) is { } fault)
                return fault;
        }

        if (range.Claims is { } claims)
            return OfState(claims, result);
        return disputed.Element is { } element ? OfElement(element, result[0]) : disputed.Judgement.OfHeader(disputed.Judgement.Header(Party.A, result[0]));
    }

    private RefereeStep OfState(Pair<ImmutableArray<ulong>> claims, ImmutableArray<ulong> result) => RefereeStep.Convict(
        VerdictCode.FalseState,
        claims.Where(claim => !claim.SequenceEqual(result)),
        $"{disputed.Judgement.Describe(disputed.Element)}: the state after term {range.From} is {Convert.ToHexStringLower(StatesPhase.Bytes(result).AsSpan())}.");

    private RefereeStep OfElement(DisputedElement element, ulong bits)
    {
        byte right = element.Of(disputed.Judgement.Type, bits);
        return RefereeStep.Convict(
            VerdictCode.FalseElement,
            element.Bytes.Where(claimed => claimed != right),
            $"{disputed.Judgement.Describe(element)} has the bits 0x{bits:x}.");
    }
}
