using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>States of the disputed element's derivation at the asked positions.</summary>
/// <param name="States">Each the big-endian words of the state.</param>
internal sealed record StatesBody(ImmutableArray<ImmutableArray<byte>> States) : ITypedDisputeBody<StatesBody>
{
    /// <summary>The most bytes of a state.</summary>
    public const int StateLimitBytes = 4096;

    /// <inheritdoc/>
    public static string Name => "states";

    /// <inheritdoc/>
    public static int LimitBytes => 1 << 17;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(("states", Json.Array(States, static state => Json.Bytes(state.AsSpan()))));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out StatesBody? body)
    {
        body = Json.TryArray(value, "states", ReadState, out ImmutableArray<ImmutableArray<byte>> states) ? new StatesBody(states) : null;
        return body is not null;
    }

    private static bool ReadState(JsonValue value, out ImmutableArray<byte> state) => Json.TryBytes(value, StateLimitBytes, out state);
}
