using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace OpenGradient.Primitives;

/// <summary>The public half of a key whose signatures are unique: an RSA modulus of 2,048 bits; the exponent is 65,537.</summary>
/// <remarks>
/// <para>A message has one proof: x ↦ x^65537 is one-to-one modulo n, unless a prime p of n has 65537 | p - 1, and then all but one in
/// 65,537 messages have no proof at all; or p² divides n, and then those that p² divides have p proofs. Without primes below 4,096 these
/// are fewer still: receipt-1 §2.1. So even whoever made the key to cheat cannot choose among proofs.</para>
/// <para>Reference: RSASSA-PKCS1-v1_5 with SHA-256, RFC 8017 §8.2. Does not establish when the key was made.</para>
/// </remarks>
public sealed class DrawKey
{
    /// <summary>The length of a modulus and of a proof, in bytes.</summary>
    public const int Bytes = 256;

    private const int Exponent = 65537;
    private const int FactorBound = 4096;

    private readonly byte[] _modulus;

    private DrawKey(byte[] modulus)
    {
        _modulus = modulus;
        Id = Digest.Sha256(modulus);
    }

    /// <summary>SHA-256 of the modulus.</summary>
    public Digest Id { get; }

    /// <summary>The modulus, big-endian.</summary>
    public ReadOnlySpan<byte> Modulus => _modulus;

    /// <summary>Reads a modulus: its first bit set, no factor below 4,096; whether it is a product of two primes nobody can see.</summary>
    public static bool TryParse(ReadOnlySpan<byte> modulus, [NotNullWhen(true)] out DrawKey? key)
    {
        bool isModulus = modulus.Length == Bytes && modulus[0] >= 0x80 && modulus[^1] % 2 == 1 && !HasSmallFactor(Number(modulus));
        key = isModulus ? new DrawKey(modulus.ToArray()) : null;
        return isModulus;
    }

    /// <summary>Whether <paramref name="proof"/> is the one proof of this key for <paramref name="message"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> proof)
    {
        if (proof.Length != Bytes)
            return false;
        BigInteger modulus = Number(_modulus);
        BigInteger root = Number(proof);
        return root < modulus && BigInteger.ModPow(root, Exponent, modulus) == Number(Encode(message));
    }

    /// <summary>Whether an odd number has a factor that would give too many messages several proofs, if its square is one too.</summary>
    private static bool HasSmallFactor(BigInteger odd)
    {
        for (int factor = 3; factor < FactorBound; factor += 2)
        {
            if ((odd % factor).IsZero)
                return true;
        }

        return false;
    }

    /// <summary>EMSA-PKCS1-v1_5 (RFC 8017 §9.2): <c>00 01 FF … FF 00 ‖ DigestInfo of SHA-256 ‖ SHA-256(message)</c>.</summary>
    private static byte[] Encode(ReadOnlySpan<byte> message)
    {
        byte[] encoded = new byte[Bytes];
        int infoStart = Bytes - DigestInfo.Length - SHA256.HashSizeInBytes;
        encoded.AsSpan(2, infoStart - 3).Fill(0xFF);
        encoded[1] = 1;
        DigestInfo.CopyTo(encoded.AsSpan(infoStart));
        SHA256.HashData(message, encoded.AsSpan(Bytes - SHA256.HashSizeInBytes));
        return encoded;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static ReadOnlySpan<byte> DigestInfo =>
        [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
}
