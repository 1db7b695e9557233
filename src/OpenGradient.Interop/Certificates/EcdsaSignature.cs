using System.Formats.Asn1;
using System.Numerics;

namespace OpenGradient.Interop;

/// <summary>ECDSA signatures as certificates and logs carry them: <c>SEQUENCE { r INTEGER, s INTEGER }</c> in strict DER (RFC 3279 §2.2.3).</summary>
internal static class EcdsaSignature
{
    /// <summary>Takes a signature apart into r ‖ s of fixed length; false for every other encoding and for numbers that cannot be right.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> der, int coordinateBytes, out byte[] fixedForm)
    {
        fixedForm = new byte[2 * coordinateBytes];
        try
        {
            AsnReader outer = new(der.ToArray(), AsnEncodingRules.DER);
            AsnReader numbers = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            BigInteger r = numbers.ReadInteger();
            BigInteger s = numbers.ReadInteger();
            numbers.ThrowIfNotEmpty();
            return TryWrite(r, fixedForm.AsSpan(0, coordinateBytes)) && TryWrite(s, fixedForm.AsSpan(coordinateBytes));
        }
        catch (AsnContentException)
        {
            return false; // The platform's reader says no by throwing.
        }
    }

    private static bool TryWrite(BigInteger value, Span<byte> bigEndian)
    {
        if (value.Sign <= 0 || value.GetByteCount(isUnsigned: true) is int length && length > bigEndian.Length)
            return false;
        return value.TryWriteBytes(bigEndian[^value.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
    }
}
