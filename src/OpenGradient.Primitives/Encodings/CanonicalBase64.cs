namespace OpenGradient.Primitives;

/// <summary>Base64 of RFC 4648 §4 in its only form: padded, no white space, unused bits zero; one text for one value.</summary>
public static class CanonicalBase64
{
    /// <summary>Reads base64; false for every text that the encoder would not write.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        byte[] decoded = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, decoded, out int length))
            return false;

        // The platform's reader skips white space and unused bits. What it read has one form, and this must be it.
        byte[] exact = decoded[..length];
        if (!string.Equals(Convert.ToBase64String(exact), text, StringComparison.Ordinal))
            return false;
        bytes = exact;
        return true;
    }
}
