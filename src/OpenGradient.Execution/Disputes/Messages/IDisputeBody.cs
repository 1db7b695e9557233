using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a party says in one turn, whatever its kind.</summary>
internal interface IDisputeBody
{
    /// <summary>The name of this kind of message.</summary>
    string Kind { get; }

    /// <summary>The body as JSON.</summary>
    JsonValue ToJson();
}
