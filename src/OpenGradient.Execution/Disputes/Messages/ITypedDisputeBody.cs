using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a party says in one turn: spec/dispute-1, section 5.</summary>
internal interface ITypedDisputeBody<TSelf> : IDisputeBody
    where TSelf : class, ITypedDisputeBody<TSelf>
{
    /// <summary>The name of this kind of message.</summary>
    static abstract string Name { get; }

    /// <summary>The most bytes that a message of this kind may have.</summary>
    static abstract int LimitBytes { get; }

    /// <summary>Reads a body; false if it is not of this kind. Bodies spelled otherwise than <see cref="IDisputeBody.ToJson"/> does are refused by the caller.</summary>
    static abstract bool TryRead(JsonValue value, [NotNullWhen(true)] out TSelf? body);
}
