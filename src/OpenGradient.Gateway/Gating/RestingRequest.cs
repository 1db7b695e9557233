using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>What a request tells that answers may have told before it: the places that evidence can be bound to (receipt-1 §10.2).</summary>
internal sealed record RestingRequest
{
    /// <summary>A conversation, each message in the form that receipts commit to.</summary>
    public ImmutableArray<JsonValue> Messages { get; init; } = [];

    /// <summary>The inputs of a tensor model.</summary>
    public ImmutableArray<Tensor> Tensors { get; init; } = [];

    /// <summary>What the request says of its receipt: nonce, session, and the evidence that it brings.</summary>
    public required ReceiptWish Wish { get; init; }
}
