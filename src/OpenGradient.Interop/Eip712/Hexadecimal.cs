namespace OpenGradient.Interop;

/// <summary>Bytes as Ethereum's JSON writes them: <c>0x</c> and an even number of digits.</summary>
internal static class Hexadecimal
{
    /// <summary>The lower-case form.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads digits of either case: an address in typed data may be in the mixed case of EIP-55.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (!text.StartsWith("0x", StringComparison.Ordinal) || text.Length % 2 != 0)
            return false;
        byte[] decoded = new byte[(text.Length / 2) - 1];
        if (Convert.FromHexString(text.AsSpan(2), decoded, out _, out int written) != System.Buffers.OperationStatus.Done || written != decoded.Length)
            return false;
        bytes = decoded;
        return true;
    }

    /// <summary>Reads a fixed number of bytes in lower-case digits, and nothing else.</summary>
    public static bool TryDecodeExact(string text, int length, out byte[] bytes) =>
        TryDecode(text, out bytes) && bytes.Length == length && Encode(bytes) == text;
}
