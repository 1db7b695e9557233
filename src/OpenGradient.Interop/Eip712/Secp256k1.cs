using OpenGradient.Primitives;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace OpenGradient.Interop;

/// <summary>ECDSA on secp256k1, the curve of Ethereum accounts: which key a signature leads to (SEC 1 §4.1.6).</summary>
/// <remarks>
/// <para><b>Statement.</b> For R = the point with x = r + (id &gt; 1 ? n : 0) and y of the parity of id, Q = r⁻¹(sR - zG). (r, s) is a signature of z by Q, and by no other key for this id.</para>
/// <para>The arithmetic is BouncyCastle's; ranges are checked here. Everything is public: it need not run in constant time.</para>
/// </remarks>
public static class Secp256k1
{
    /// <summary>The length of a public key, x ‖ y, in bytes.</summary>
    public const int PublicKeyBytes = 64;

    /// <summary>The length of a signature, r ‖ s, in bytes.</summary>
    public const int SignatureBytes = 64;

    private static readonly BigInteger FieldPrime = new("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16); // SEC 2 §2.4.1
    private static readonly BigInteger Order = new("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static readonly BigInteger HalfOrder = Order.ShiftRight(1);
    private static readonly FpCurve Curve = new(FieldPrime, BigInteger.Zero, BigInteger.ValueOf(7), Order, BigInteger.One);

    private static readonly ECPoint Generator = Curve.CreatePoint(
        new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
        new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16));

    /// <summary>Finds the key x ‖ y of a signature; false if it leads to none. Total: any bytes, any length.</summary>
    /// <param name="digest">z.</param>
    /// <param name="signature">r ‖ s.</param>
    /// <param name="recoveryId">From 0 to 3: the parity of R's y, and twice whether its x is not below n.</param>
    /// <param name="publicKey">The key.</param>
    public static bool TryRecover(Digest digest, ReadOnlySpan<byte> signature, int recoveryId, out byte[] publicKey)
    {
        publicKey = [];
        if (signature.Length != SignatureBytes || recoveryId is < 0 or > 3)
            return false;
        BigInteger r = new(1, signature[..32]);
        BigInteger s = new(1, signature[32..]);
        if (!IsScalar(r) || !IsScalar(s) || !TryDecompress(recoveryId > 1 ? r.Add(Order) : r, recoveryId & 1, out ECPoint? point))
            return false;
        BigInteger inverse = r.ModInverse(Order);
        BigInteger z = new(1, digest.AsSpan());
        ECPoint key = ECAlgorithms.SumOfTwoMultiplies(Generator, z.Negate().Multiply(inverse).Mod(Order), point, s.Multiply(inverse).Mod(Order)).Normalize();
        if (key.IsInfinity)
            return false;
        publicKey = key.GetEncoded(compressed: false)[1..];
        return true;
    }

    /// <summary>Whether s ≤ n/2: of the two signatures (r, s) and (r, n - s), exactly one is low.</summary>
    public static bool IsLowS(ReadOnlySpan<byte> signature) => new BigInteger(1, signature[32..]).CompareTo(HalfOrder) <= 0;

    private static bool IsScalar(BigInteger value) => value.SignValue > 0 && value.CompareTo(Order) < 0;

    /// <summary>y² = x³ + 7, and p ≡ 3 (mod 4): a root, if there is one, is the power (p + 1)/4.</summary>
    private static bool TryDecompress(BigInteger x, int parity, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ECPoint? point)
    {
        point = null;
        if (x.CompareTo(FieldPrime) >= 0)
            return false;
        BigInteger square = x.ModPow(BigInteger.Three, FieldPrime).Add(BigInteger.ValueOf(7)).Mod(FieldPrime);
        BigInteger root = square.ModPow(FieldPrime.Add(BigInteger.One).ShiftRight(2), FieldPrime);
        if (!root.Multiply(root).Mod(FieldPrime).Equals(square))
            return false;
        BigInteger y = root.TestBit(0) == (parity == 1) ? root : FieldPrime.Subtract(root);
        point = Curve.CreatePoint(x, y);
        return true;
    }
}
