using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A round in which messages of one kind are owed.</summary>
internal abstract class TypedPhase<TBody> : RefereePhase
    where TBody : class, ITypedDisputeBody<TBody>
{
    /// <inheritdoc/>
    public sealed override bool TryRead(ReadOnlySpan<byte> bytes, Digest dispute, Party party, int round, [NotNullWhen(true)] out IDisputeBody? body)
    {
        bool isRead = Envelope.TryRead(bytes, dispute, party, round, out TBody? typed);
        body = typed;
        return isRead;
    }

    /// <inheritdoc/>
    public sealed override string? Fault(Party party, IDisputeBody body) => FaultOf(party, (TBody)body);

    /// <inheritdoc/>
    public sealed override RefereeStep Decide(IDisputeBody a, IDisputeBody b) => DecideOn(new Pair<TBody>((TBody)a, (TBody)b));

    /// <inheritdoc cref="Fault"/>
    protected abstract string? FaultOf(Party party, TBody body);

    /// <inheritdoc cref="Decide"/>
    protected abstract RefereeStep DecideOn(Pair<TBody> bodies);
}
