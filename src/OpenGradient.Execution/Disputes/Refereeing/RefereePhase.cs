using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A round of the game: what both parties owe, what of it is false by itself, and what follows from the two.</summary>
internal abstract class RefereePhase
{
    /// <summary>What both parties owe.</summary>
    public abstract DisputeRequest Request { get; }

    /// <summary>Reads a message; false if it is not what is owed.</summary>
    public abstract bool TryRead(ReadOnlySpan<byte> bytes, Digest dispute, Party party, int round, [NotNullWhen(true)] out IDisputeBody? body);

    /// <summary>What is wrong with a message, held against what its sender said before; null if nothing.</summary>
    public abstract string? Fault(Party party, IDisputeBody body);

    /// <summary>What follows from two messages without fault.</summary>
    public abstract RefereeStep Decide(IDisputeBody a, IDisputeBody b);
}
