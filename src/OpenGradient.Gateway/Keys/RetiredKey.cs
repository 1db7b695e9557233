using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The public half of a node key that signs no more. Receipts that it signed stay valid.</summary>
/// <param name="Key">The public key.</param>
/// <param name="RetiredAt">When it was replaced, by the node's clock.</param>
public sealed record RetiredKey(P256PublicKey Key, DateTimeOffset RetiredAt)
{
    internal byte[] ToBytes() => CanonicalJson.Serialize(JsonValue.Object(
        ("retiredAt", JsonValue.String(RetiredAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))),
        ("spki", JsonValue.String(Convert.ToBase64String(Key.Spki)))));

    internal static RetiredKey? TryParse(ReadOnlySpan<byte> bytes)
    {
        Span<byte> spki = stackalloc byte[P256PublicKey.SpkiBytes];
        return JsonReader.TryRead(bytes, out JsonValue? json)
            && json.TryGetString("retiredAt", out string? retiredAt)
            && long.TryParse(retiredAt, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && json.TryGetString("spki", out string? spkiText)
            && Convert.TryFromBase64String(spkiText, spki, out int spkiBytes)
            && P256PublicKey.TryParse(spki[..spkiBytes], out P256PublicKey? key)
            ? new RetiredKey(key, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
    }
}
