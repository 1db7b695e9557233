using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The provider's part of the random stream: the one proof of its draw key for the client's nonce (receipt-1 §2.1).</summary>
/// <param name="Choice">Which of the answers to the nonce it is, from 0 to 255.</param>
/// <param name="Key">The modulus of the draw key, 256 bytes in lower-case hexadecimal.</param>
/// <param name="Proof">The proof, 256 bytes in lower-case hexadecimal.</param>
public sealed record DrawStatement(long Choice, string Key, string Proof)
{
    /// <summary>The most answers to one nonce.</summary>
    public const int MaximumChoices = 256;

    /// <summary>What the proof is for: <c>"og-draw-1" ‖ u8(choice) ‖ client nonce</c>.</summary>
    /// <param name="choice">Which of the answers to the nonce it is.</param>
    /// <param name="clientNonce">The client's nonce, in hexadecimal.</param>
    public static byte[] Message(long choice, string clientNonce) => [.. "og-draw-1"u8, (byte)choice, .. Convert.FromHexString(clientNonce)];

    /// <summary>The draw of a key for a nonce.</summary>
    /// <param name="key">The draw key.</param>
    /// <param name="choice">Which of the answers to the nonce it is.</param>
    /// <param name="clientNonce">The client's nonce, in hexadecimal; not empty.</param>
    public static DrawStatement Make(DrawPrivateKey key, int choice, string clientNonce)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(choice, Convert.ToHexStringLower(key.PublicKey.Modulus), Convert.ToHexStringLower(key.Prove(Message(choice, clientNonce))));
    }

    /// <summary>SHA-256 of the modulus.</summary>
    public Digest KeyId => Digest.Sha256(Convert.FromHexString(Key));
}
