using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A value as a trace leaf holds it.</summary>
/// <param name="Header">Type and shape.</param>
/// <param name="Tiles">The root over the tiles of the elements.</param>
internal sealed record ValueClaim(ValueHeader Header, Digest Tiles)
{
    /// <summary>Whether two claims are of one type, shape and root.</summary>
    public bool Equals(ValueClaim? other) => other is not null && Header.Text == other.Header.Text && Tiles == other.Tiles;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Header.Text, Tiles);

    /// <summary>The claim about a tensor.</summary>
    public static ValueClaim Of(Tensor tensor) => new(ValueHeader.Of(tensor), TraceTiles.Root(tensor.Bytes));

    /// <summary>The hash of the trace leaf.</summary>
    public Digest LeafHash(LeafName name) => new TraceLeaf(name.Step, name.Output, name.Iterations, Header.Type, Header.Shape, Tiles).Hash();

    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(("header", JsonValue.String(Header.Text)), ("tiles", Json.Digest(Tiles)));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out ValueClaim? claim)
    {
        ValueHeader? header = null;
        bool isRead = (value.TryGetString("header", out string? text) && ValueHeader.TryParse(text, out header))
            & Json.TryDigest(value, "tiles", out Digest tiles);
        claim = isRead ? new ValueClaim(header!, tiles) : null;
        return isRead;
    }
}
