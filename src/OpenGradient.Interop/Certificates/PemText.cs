using System.Collections.Immutable;
using System.Security.Cryptography;

namespace OpenGradient.Interop;

/// <summary>PEM texts (RFC 7468): what stands between the lines BEGIN and END.</summary>
public static class PemText
{
    private const int MaximumBlocks = 4096;

    /// <summary>Room for the largest certificate; and the platform's reader looks for the end of every block that begins, which many beginnings make slow.</summary>
    private const int MaximumOneCharacters = 131_072;

    /// <summary>Reads a text that holds exactly one block, with the given label and nothing but white space around it.</summary>
    public static bool TryReadOne(ReadOnlySpan<char> pem, string label, out byte[] bytes)
    {
        bytes = [];
        if (pem.Length > MaximumOneCharacters || !PemEncoding.TryFind(pem, out PemFields fields) || !pem[fields.Label].SequenceEqual(label))
            return false;
        if (!pem[..fields.Location.Start.Value].IsWhiteSpace() || !pem[fields.Location.End.Value..].IsWhiteSpace())
            return false;
        return TryDecode(pem[fields.Base64Data], fields.DecodedDataLength, out bytes);
    }

    /// <summary>Reads all blocks of a text; each must have the given label. Text around them is taken for remarks.</summary>
    public static bool TryReadAll(ReadOnlySpan<char> pem, string label, out ImmutableArray<byte[]> blocks)
    {
        var found = ImmutableArray.CreateBuilder<byte[]>();
        blocks = [];
        while (PemEncoding.TryFind(pem, out PemFields fields))
        {
            if (found.Count == MaximumBlocks || !pem[fields.Label].SequenceEqual(label) || !TryDecode(pem[fields.Base64Data], fields.DecodedDataLength, out byte[] block))
                return false;
            found.Add(block);
            pem = pem[fields.Location.End.Value..];
        }

        blocks = found.ToImmutable();
        return !blocks.IsEmpty;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, int length, out byte[] bytes)
    {
        bytes = new byte[length];
        return Convert.TryFromBase64Chars(text, bytes, out int written) && written == length;
    }
}
