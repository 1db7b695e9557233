using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using OpenGradient.Receipts;

namespace OpenGradient.Tests;

/// <summary>A draw key that everybody knows: each prime is the next one above bytes that are SHA-256 of labels. For tests and vectors only.</summary>
/// <remarks>Proofs are made here from RFC 8017 by hand, not by the code that they test.</remarks>
internal static class TestDraw
{
    private static readonly BigInteger P = Above("p") + 478;
    private static readonly BigInteger Q = Above("q") + 580;

    /// <summary>The modulus.</summary>
    public static string Key { get; } = Hex(P * Q);

    /// <summary>The draw for a nonce.</summary>
    public static DrawStatement Make(string clientNonce, int choice = 0) => new(choice, Key, Hex(Root([.. "og-draw-1"u8, (byte)choice, .. Convert.FromHexString(clientNonce)])));

    private static BigInteger Root(byte[] message)
    {
        string padding = string.Concat(Enumerable.Repeat("ff", 256 - 3 - 19 - 32));
        string encoded = $"0001{padding}003031300d060960864801650304020105000420{Convert.ToHexStringLower(SHA256.HashData(message))}";
        return BigInteger.ModPow(BigInteger.Parse("0" + encoded, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), PrivateExponent(), P * Q);
    }

    /// <summary>The inverse of 65537 modulo (p - 1)(q - 1): the one e·d = 1 + k·φ, found by trying k.</summary>
    private static BigInteger PrivateExponent()
    {
        BigInteger phi = (P - 1) * (Q - 1);
        for (int k = 1; ; k++)
        {
            if ((1 + (k * phi)) % 65537 == 0)
                return (1 + (k * phi)) / 65537;
        }
    }

    private static BigInteger Above(string label)
    {
        byte[] bytes = [.. Enumerable.Range(0, 4).SelectMany(part => SHA256.HashData(Encoding.ASCII.GetBytes($"receipt-1 test key: draw {label}{part}")))];
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true) | (new BigInteger(3) << 1022) | 1;
    }

    private static string Hex(BigInteger number) => Convert.ToHexStringLower(number.ToByteArray(isUnsigned: true, isBigEndian: true)).PadLeft(512, '0');
}
