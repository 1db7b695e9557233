using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The place of a receipt in a conversation of several (receipt-1 §9).</summary>
/// <param name="Id">The id of the session: <see cref="IdOf"/> its key.</param>
/// <param name="Index">Which of its receipts it is, from 0.</param>
/// <param name="Previous">The receipt before it; null for the first.</param>
public sealed record SessionStatement(Digest Id, long Index, ReceiptId? Previous)
{
    /// <summary>The length of a session's key, in bytes.</summary>
    public const int KeyBytes = 32;

    /// <summary>SHA-256("og-session-1" ‖ key): everybody may know the id, and only who knows the key can continue the session.</summary>
    public static Digest IdOf(ReadOnlySpan<byte> key) => Digest.Sha256([.. "og-session-1"u8, .. key]);
}
