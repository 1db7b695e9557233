using NSec.Cryptography;

namespace OpenGradient.Transparency;

/// <summary>Ed25519 (RFC 8032) with one written acceptance rule, so that every verifier gives the same answer.</summary>
/// <remarks>
/// <para><b>Statement.</b> Accepts (A, M, R ‖ S) if and only if A and R are canonical encodings of curve points, neither is of
/// small order, S is smaller than the group order L, and S·B = R + SHA-512(R ‖ A ‖ M)·A, without multiplying by the cofactor.</para>
/// <para>Libraries differ in all of these points. What can be decided by looking at bytes is decided here; the curve
/// equation is left to libsodium, whose cofactorless check the CCTV vectors pin.</para>
/// <para><b>Does not establish</b> whose key it is, nor that A has no small-order component: such a key is usable, and only its
/// owner can make it.</para>
/// <para><b>Reference.</b> RFC 8032 §5.1.7; spec/receipt-1 §5.3; spec/log-1 §3.</para>
/// </remarks>
public static class Ed25519
{
    /// <summary>The length of a public key, in bytes.</summary>
    public const int PublicKeyBytes = 32;

    /// <summary>The length of a signature, in bytes.</summary>
    public const int SignatureBytes = 64;

    /// <summary>Whether <paramref name="signature"/> is the key's signature of <paramref name="message"/>. Total: any bytes, any length.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!IsAcceptableKey(publicKey) || signature.Length != SignatureBytes)
            return false;
        if (!IsAcceptablePoint(signature[..PublicKeyBytes]) || !IsCanonicalScalar(signature[PublicKeyBytes..]))
            return false;
        return PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out PublicKey? key)
            && SignatureAlgorithm.Ed25519.Verify(key!, message, signature);
    }

    /// <summary>Whether 32 bytes can be a key: a canonical encoding, not of small order. The curve equation is not checked.</summary>
    public static bool IsAcceptableKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeyBytes && IsAcceptablePoint(publicKey);

    /// <summary>y below p, and not one of the y-coordinates that points of order 1, 2, 4 and 8 have.</summary>
    /// <remarks>A canonical x = 0 with the sign bit set does not exist; the two such encodings have y = 1 and y = -1 and fall with those.</remarks>
    private static bool IsAcceptablePoint(ReadOnlySpan<byte> encoded)
    {
        Span<byte> y = stackalloc byte[PublicKeyBytes];
        encoded.CopyTo(y);
        y[31] &= 0x7f;
        if (!IsBelow(y, FieldPrime))
            return false;
        for (int at = 0; at < SmallOrderYs.Length; at += PublicKeyBytes)
        {
            if (y.SequenceEqual(SmallOrderYs.Slice(at, PublicKeyBytes)))
                return false;
        }

        return true;
    }

    private static bool IsCanonicalScalar(ReadOnlySpan<byte> scalar) => IsBelow(scalar, GroupOrder);

    /// <summary>Compares two little-endian numbers of 32 bytes. Everything here is public: constant time is not needed.</summary>
    private static bool IsBelow(ReadOnlySpan<byte> value, ReadOnlySpan<byte> limit)
    {
        for (int i = PublicKeyBytes - 1; i >= 0; i--)
        {
            if (value[i] != limit[i])
                return value[i] < limit[i];
        }

        return false;
    }

    /// <summary>p = 2^255 - 19, little-endian (RFC 8032 §5.1).</summary>
    private static ReadOnlySpan<byte> FieldPrime =>
    [
        0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ];

    /// <summary>L = 2^252 + 27742317777372353535851937790883648493, little-endian (RFC 8032 §5.1).</summary>
    private static ReadOnlySpan<byte> GroupOrder =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10,
    ];

    /// <summary>The y of the eight points of small order: 0 (order 4), 1 (order 1), p - 1 (order 2), and the two of order 8.</summary>
    private static ReadOnlySpan<byte> SmallOrderYs =>
    [
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
        0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
        0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ];
}
