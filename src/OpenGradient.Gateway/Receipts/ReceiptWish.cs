using System.Collections.Immutable;

namespace OpenGradient.Gateway;

/// <summary>What a request says about the receipt that it wants to see.</summary>
/// <param name="IsIncluded">Whether the receipt comes back with the answer. It is made and logged either way.</param>
/// <param name="Nonce">The client's nonce in lower-case hexadecimal, 0 to 64 bytes; empty if it sent none.</param>
internal readonly record struct ReceiptWish(bool IsIncluded, string Nonce)
{
    /// <summary>The session that the inference belongs to; null for none.</summary>
    public SessionWish? Session { get; init; }

    /// <summary>The bundles of the answers that the request rests on, not judged.</summary>
    public ImmutableArray<byte[]> Evidence { get => field.IsDefault ? [] : field; init; }

    /// <summary>Whether the client is going to ask for no proof of the log.</summary>
    public bool IsLogDeclined { get; init; }

    /// <summary>Nothing was said.</summary>
    public static ReceiptWish None { get; } = new(false, "");
}
