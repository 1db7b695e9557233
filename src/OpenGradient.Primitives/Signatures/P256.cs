using System.Globalization;
using System.Numerics;

namespace OpenGradient.Primitives;

/// <summary>The curve of receipt signatures, P-256 (FIPS 186-5), and what low-S means on it.</summary>
internal static class P256
{
    /// <summary>The length of a signature r ‖ s, in bytes (IEEE P1363; JOSE's ES256).</summary>
    public const int SignatureBytes = 64;

    /// <summary>The order n of the base point, big-endian (SEC 2 §2.4.2).</summary>
    private static readonly UInt256 Order = new(0xffffffff00000000, 0xffffffffffffffff, 0xbce6faada7179e84, 0xf3b9cac2fc632551);

    /// <summary>⌊n / 2⌋, the largest s that is low.</summary>
    private static readonly UInt256 HalfOrder = new(0x7fffffff80000000, 0x7fffffffffffffff, 0xde737d56d38bcf42, 0x79dce5617e3192a8);

    /// <summary>The prime p of the field (SEC 2 §2.4.2).</summary>
    private static readonly BigInteger Prime = BigInteger.Parse("0ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The coefficient b of the curve y² = x³ − 3x + b (SEC 2 §2.4.2).</summary>
    private static readonly BigInteger B = BigInteger.Parse("05ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Whether big-endian coordinates are below p and those of a point on the curve; its cofactor is 1, so each such point is a public key (SP 800-56A §5.6.2.3.4).</summary>
    public static bool IsOnCurve(ReadOnlySpan<byte> bigEndianX, ReadOnlySpan<byte> bigEndianY)
    {
        BigInteger x = new(bigEndianX, isUnsigned: true, isBigEndian: true);
        BigInteger y = new(bigEndianY, isUnsigned: true, isBigEndian: true);
        return x < Prime && y < Prime && (((((x * x) - 3) * x) + B - (y * y)) % Prime).IsZero;
    }

    /// <summary>Whether s ≤ n/2: of the two signatures (r, s) and (r, n−s) that every verifier accepts, exactly one is low.</summary>
    public static bool IsLowS(ReadOnlySpan<byte> signature) => UInt256.Read(signature[32..]).CompareTo(HalfOrder) <= 0;

    /// <summary>Judges a signature by its form alone.</summary>
    public static P256SignatureForm FormOf(ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes || !IsScalar(signature[..32]) || !IsScalar(signature[32..]))
            return P256SignatureForm.Malformed;
        return IsLowS(signature) ? P256SignatureForm.LowS : P256SignatureForm.HighS;
    }

    /// <summary>Whether a number is from 1 to n-1.</summary>
    private static bool IsScalar(ReadOnlySpan<byte> bigEndian)
    {
        UInt256 value = UInt256.Read(bigEndian);
        return value != default && value.CompareTo(Order) < 0;
    }

    /// <summary>Replaces s by n−s where s is high, so that a signature has one form only.</summary>
    public static void MakeLowS(Span<byte> signature)
    {
        if (!IsLowS(signature))
            Order.Subtract(UInt256.Read(signature[32..])).Write(signature[32..]);
    }
}
