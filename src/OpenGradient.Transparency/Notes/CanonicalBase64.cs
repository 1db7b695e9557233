using System.Buffers.Text;

namespace OpenGradient.Transparency;

/// <summary>Base64 of RFC 4648 §4 with padding, no white space, and unused bits zero: one text for one value.</summary>
internal static class CanonicalBase64
{
    /// <summary>Reads ASCII base64; false for every text that the encoder would not write.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 != 0)
            return false;
        byte[] decoded = new byte[text.Length / 4 * 3];
        if (Base64.DecodeFromUtf8(text, decoded, out int consumed, out int written) != System.Buffers.OperationStatus.Done || consumed != text.Length)
            return false;
        byte[] exact = decoded[..written];
        // The platform's decoder skips white space and ignores unused bits; only the encoder's own text is taken.
        byte[] again = new byte[text.Length];
        if (Base64.EncodeToUtf8(exact, again, out _, out int length) != System.Buffers.OperationStatus.Done || !text.SequenceEqual(again.AsSpan(0, length)))
            return false;
        bytes = exact;
        return true;
    }
}
